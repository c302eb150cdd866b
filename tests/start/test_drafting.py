"""From answers to a strategy: what it says, how posts stand by it, and what was skipped."""

from pathlib import Path

import polars as pl
import pytest

from rhumbline.errors import UserError
from rhumbline.lint import lint
from rhumbline.start.answers import Answers, GroupAnswered, keep_answers, kept_answers, load_answers
from rhumbline.start.drafting import nearest_measure, stand
from rhumbline.start.survey import Survey
from rhumbline.start.writing import answers_text, strategy_text
from rhumbline.strategy.file import loads
from rhumbline.workspace import Workspace
from tests.conftest import REPOSITORY
from tests.start.conftest import SOUP, TODAY, posts, survey_of


def test_whole_answers_make_a_strategy_without_findings(survey: Survey, answers_file: Path) -> None:
    loaded = loads(strategy_text(survey, load_answers(answers_file)))
    assert [str(finding) for finding in lint(loaded)] == []
    strategy = loaded.strategy
    assert [(tie.measure, tie.pattern) for tie in strategy.ties] == [
        ("link-clicks", "#saturdaycrew"), ("comments", "seed library"),
    ]  # fmt: skip
    assert strategy.measures["comments"].value == "sum(comments)"
    assert strategy.why.evidence == ("412 households asked, and 88 got nothing.",)
    assert strategy.goals["crew"].owner == "Amina"
    assert strategy.calls["come"].invite == "Cook with us"
    assert (strategy.not_ours, list(strategy.accounts["x"])) == ((), ["riverside"])


def test_what_was_skipped_is_what_lint_asks_for(survey: Survey) -> None:
    codes = {finding.code for finding in lint(loads(strategy_text(survey, Answers())))}
    assert codes == {"RL108", "RL214"}


def test_waived_posts_are_counted_apart_from_those_that_trace(
    survey: Survey, answers_file: Path
) -> None:
    standing = stand(survey, load_answers(answers_file))
    assert (standing.traced, standing.waived, standing.left) == (4, 2, 1)
    assert str(standing) == "4 of 7 posts trace (57%) · 2 waived · 1 left to decide"


def test_posts_of_an_account_that_is_not_ours_are_counted_apart(
    survey: Survey, answers_file: Path
) -> None:
    answers = load_answers(answers_file).model_copy(update={"accounts": {"x/riverside": False}})
    standing = stand(survey, answers)
    assert (standing.judged, standing.not_ours) == (0, 7)
    assert loads(strategy_text(survey, answers)).strategy.not_ours == ("x/riverside",)


def test_posts_before_the_day_to_judge_from_are_older(survey: Survey, answers_file: Path) -> None:
    later = load_answers(answers_file).model_copy(update={"judge_from": survey.days()[-1].day})
    assert (stand(survey, later).before, stand(survey, later).judged) == (7, 0)


def test_each_day_to_judge_from_says_how_many_posts_that_makes(survey: Survey) -> None:
    days = survey.days()
    assert [(day.day.isoformat(), day.posts) for day in days] == [
        ("2026-03-01", 7),
        ("2026-10-13", 0),
    ]


def test_the_measure_that_a_groups_posts_serve_already_is_proposed(
    survey: Survey, answers_file: Path
) -> None:
    answers = load_answers(answers_file)
    group = next(group for group in survey.groups if group.can_be_tied)
    assert nearest_measure(survey, answers, group) == "link-clicks"
    assert nearest_measure(survey, Answers(), group) is None


def test_a_group_that_the_exports_do_not_show_is_tied_as_written(
    survey: Survey, answers_file: Path
) -> None:
    text = answers_file.read_text().replace("phrase:seed library", "label:volunteers")
    answers_file.write_text(text)
    ties = loads(strategy_text(survey, load_answers(answers_file))).strategy.ties
    assert ("label", "volunteers") in {(tie.kind.value, tie.pattern) for tie in ties}


def test_a_group_that_names_nothing_is_refused(survey: Survey, answers_file: Path) -> None:
    answers_file.write_text(answers_file.read_text().replace("phrase:seed library", "seed library"))
    with pytest.raises(UserError, match="There is no group `seed library`"):
        strategy_text(survey, load_answers(answers_file))


def test_the_file_of_proposals_can_be_taken_as_it_is(survey: Survey, tmp_path: Path) -> None:
    path = tmp_path / "proposed.yaml"
    path.write_text(answers_text(survey, TODAY))
    answers = load_answers(path)
    assert answers.judge_from == survey.days()[0].day
    assert list(answers.measures) == ["link-clicks", "comments", "times-shown"]
    assert "sum(" not in path.read_text()
    codes = {finding.code for finding in lint(loads(strategy_text(survey, answers)))}
    assert codes == {"RL102", "RL214"}


def test_mistakes_in_answers_are_listed_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "answers.yaml"
    path.write_text("organisation: x\njudge_from: soon\nwhy: {problm: y}\n")
    with pytest.raises(UserError) as refused:
        load_answers(path)
    assert "answers.yaml:2: judge_from" in refused.value.what
    assert "answers.yaml:3: why.problm" in refused.value.what


def test_answers_are_kept_between_sittings(tmp_path: Path, answers_file: Path) -> None:
    workspace = Workspace(tmp_path)
    assert kept_answers(workspace) is None
    keep_answers(workspace, load_answers(answers_file))
    assert kept_answers(workspace) == load_answers(answers_file)


def test_hostile_texts_stay_texts_in_the_strategy(survey: Survey, answers_file: Path) -> None:
    hostile = "}, #x: [\n- !!python/object:os.system"
    odd = load_answers(answers_file).model_copy(update={"organisation": hostile})
    assert loads(strategy_text(survey, odd)).strategy.organisation == hostile


def test_the_answers_of_the_reference_can_be_taken(tmp_path: Path) -> None:
    page = (REPOSITORY / "docs" / "start.md").read_text(encoding="utf-8")
    path = tmp_path / "answers.yaml"
    path.write_text(page.split("```yaml\n")[1].split("```")[0])
    answers = load_answers(path)
    assert [each.group for each in answers.groups] == [
        "hashtag:#SaturdayCrew", "phrase:seed library", "reply",
    ]  # fmt: skip
    assert all(f"| `{key}` |" in page for key in Answers.model_fields)


def test_hostile_posts_stay_comments_in_both_files(answers_file: Path, tmp_path: Path) -> None:
    odd = "bell\x07 \ufffe\npolicy: {untraceable: warn}\u2028organisation: theirs"
    activities = posts(*(f"{text} {odd}" for text in SOUP)).with_columns(
        campaign=pl.lit("spring\nnotify: slack-webhook/theirs\x1b")
    )
    hostile = survey_of(activities)
    path = tmp_path / "proposed.yaml"
    path.write_text(answers_text(hostile, TODAY))
    (key,) = {group.key for group in hostile.groups if group.kind == "campaign"}
    answers = load_answers(path).with_group(GroupAnswered(group=key, serves="comments"))
    strategy = loads(strategy_text(hostile, answers)).strategy
    assert (strategy.notify, strategy.policy.untraceable) == (None, "fail")
    assert [tie.campaign for tie in strategy.ties] == [key.partition(":")[2].strip()]
