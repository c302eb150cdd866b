"""What a measure's value is called where people read no expressions."""

from contextlib import suppress
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from models.metric_words import OF_AUDIENCES, OF_POSTS, OF_THE_ACTIVITY_LOG, OF_WEB_TRAFFIC
from models.metrics import NAMES
from rhumbline.measures.expressions.quantities import (
    AUDIENCES,
    OF_THE_LOG,
    TRAFFIC,
    BadExpression,
)
from rhumbline.measures.in_words import value_in_words


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("sum(signups)", "people who signed up"),
        ("sum(outcomes.box_orders)", "box orders"),
        ("count(outcomes.donations)", "entries of donations"),
        ("sum(comments) + sum(shares)", "comments and replies plus shares and reposts"),
        ("sum(follows) - sum(unfollows)", "new followers minus followers lost"),
        (
            "sum(follows) - (sum(unfollows) - sum(bounces))",
            "new followers minus (followers lost minus messages that came back)",
        ),
        ("sum(watch_seconds) / 3600", "seconds watched divided by 3,600"),
        ("-sum(unfollows)", "minus followers lost"),
        (
            "100 * (sum(engagements) / sum(impressions))",
            "interactions of all kinds for every 100 times shown on a screen",
        ),
        (
            "1000 * sum(cost) / sum(impressions where platform = 'x')",
            "money spent for every 1,000 times shown on a screen on X",
        ),
        (
            "(sum(comments) + sum(shares)) / sum(sessions)",
            "(comments and replies plus shares and reposts) for each visit to the website",
        ),
        (
            "sum(signups) / (sum(clicks) + sum(outcomes.calls))",
            "people who signed up divided by (clicks of all kinds plus calls)",
        ),
        ("sum(cost) / sum(signups)", "money spent for each person who signed up"),
        ("avg(reach)", "average people reached per activity"),
        ("max(reach)", "most people reached of any activity"),
        ("min(account.reach)", "fewest people reached of any day"),
        ("latest(followers)", "followers"),
        ("latest(followers) where segment", "followers who belong to the segment"),
        (
            "latest(audience.visitors where location in ('Riverside', 'Oakton', 'Hill'))",
            "visitors of the page where location is Riverside, Oakton or Hill",
        ),
        ("sum(shares) where platform = 'linkedin'", "shares and reposts on LinkedIn"),
        ("sum(shares where platform <> 'twitter')", "shares and reposts not on X"),
        ("sum(hours where stage = 'listen')", "hours of work where stage is listen"),
        ("count(activities where type = 'video')", "activities of the type video"),
        ("count(traffic)", "lines of web traffic"),
        (
            "sum(shares) where not platform = 'x' and (type = 'post' or type = 'video')",
            "shares and reposts not on X and (of the type post or of the type video)",
        ),
        (
            "sum(shares) where not (type = 'post' or type = 'video')",
            "shares and reposts not (of the type post or of the type video)",
        ),
    ],
)
def test_a_value_has_a_name_without_an_expression(value: str, name: str) -> None:
    assert value_in_words(value).name == name


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (
            "sum(signups)",
            "People who signed up, added up over the outcomes that count for this measure.",
        ),
        ("latest(followers)", "Followers, as last reported by your accounts' exports."),
        (
            "sum(signups) / sum(link_clicks)",
            "People who signed up for each click on a link, over the outcomes that count for this "
            "measure and the activities that count for this measure.",
        ),
    ],
)
def test_a_sentence_says_how_and_where_a_value_is_counted(value: str, sentence: str) -> None:
    assert value_in_words(value).sentence == sentence


def test_every_figure_that_a_value_may_name_has_words() -> None:
    assert set(OF_POSTS) == set(NAMES)
    assert set(OF_AUDIENCES) == set(AUDIENCES)
    assert set(OF_THE_ACTIVITY_LOG) == set(OF_THE_LOG)
    assert set(OF_WEB_TRAFFIC) == set(TRAFFIC)


def test_no_measure_of_the_demo_is_shown_as_an_expression() -> None:
    path = files("rhumbline") / "demo" / "workspace" / "strategy.yaml"
    measures = YAML(typ="safe").load(path.read_text(encoding="utf-8"))["measures"]
    for measure in measures.values():
        words = value_in_words(measure["value"])
        assert not set("()_=*/") & set(words.name), words
        assert words.sentence.endswith(" that count for this measure."), words


def test_what_lint_refuses_is_refused_here_too() -> None:
    with pytest.raises(BadExpression, match="people twice"):
        value_in_words("sum(reach)")


@given(
    st.text(max_size=60)
    | st.text("sumaxlet()+-*/ .,'\"where=in0123456789", max_size=60)
    | st.builds(
        "{}({}) {} sum(shares where {})".format,
        st.sampled_from(["sum", "avg", "max", "min", "count", "latest"]),
        st.sampled_from([*NAMES, *TRAFFIC, "account.reach", "audience.viewers", "signups"]),
        st.sampled_from("+-*/"),
        st.sampled_from(["type = 'a'", "platform in ('x', 'y')", "not goal <> 'g'", "stage = 1"]),
    )
)
def test_all_that_the_grammar_admits_has_words(value: str) -> None:
    with suppress(BadExpression):
        words = value_in_words(value)
        assert words.name
        assert words.sentence.endswith(".")
