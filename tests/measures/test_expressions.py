"""What a measure's value may say, what it may not, and what each answer is."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhumbline.measures.expressions.meaning import kind_of, read_value
from rhumbline.measures.expressions.parsing import aggregates, parse
from rhumbline.measures.expressions.quantities import BadExpression


@pytest.mark.parametrize(
    ("value", "figures", "kind"),
    [
        ("sum(link_clicks)", ["sum(link_clicks)"], "flow"),
        ("SUM( Link_Clicks )", ["sum(link_clicks)"], "flow"),
        ("sum(signups)", ["sum(outcomes.signups)"], "flow"),
        ("sum(outcomes.signups)", ["sum(outcomes.signups)"], "flow"),
        ("sum(signups) / sum(sessions)", ["sum(outcomes.signups)", "sum(traffic.sessions)"], "ratio"),
        ("sum(comments) + sum(shares)", ["sum(comments)", "sum(shares)"], "flow"),
        ("sum(follows) - sum(unfollows)", ["sum(follows)", "sum(unfollows)"], "flow"),
        ("sum(clicks) - sum(link_clicks)", ["sum(clicks)", "sum(link_clicks)"], "flow"),
        ("sum(watch_seconds) / 3600", ["sum(watch_seconds)"], "flow"),
        ("100 * (sum(engagements) / sum(impressions))", ["sum(engagements)", "sum(impressions)"], "ratio"),
        ("avg(reach)", ["avg(reach)"], "ratio"),
        ("max(reach)", ["max(reach)"], "ratio"),
        ("latest(followers)", ["latest(account.followers)"], "level"),
        (
            "latest(followers) - latest(followers where segment)",
            ["latest(account.followers)", "latest(audience.followers)"], "level",
        ),
        (
            "latest(followers where platform = 'x') + latest(followers where platform = 'linkedin')",
            ["latest(account.followers)", "latest(account.followers)"], "level",
        ),
        ("latest(followers) where segment", ["latest(audience.followers)"], "level"),
        ("latest(audience.visitors where location = 'Riverside')", ["latest(audience.visitors)"], "level"),
        ("count(activities)", ["count(rows)"], "flow"),
        ("count(activities where stage = 'listen')", ["count(rows)"], "flow"),
        ("count(outcomes.donations)", ["count(outcomes.donations)"], "flow"),
        ("sum(cost) / sum(signups)", ["sum(cost)", "sum(outcomes.signups)"], "ratio"),
        ("sum(account.profile_visits)", ["sum(account.profile_visits)"], "flow"),
    ],
)  # fmt: skip
def test_a_value_is_understood(value: str, figures: list[str], kind: str) -> None:
    node = read_value(value)
    assert [str(each) for each in aggregates(node)] == figures
    assert kind_of(node) == kind


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("sum(reach)", "people twice"),
        ("sum(users)", "people twice"),
        ("sum(unique_visitors)", "people twice"),
        ("sum(followers)", "a level"),
        ("sum(views) + sum(impressions)", "unlike rules"),
        ("sum(views) + sum(video_views)", "unlike rules"),
        ("sum(account.views) + sum(impressions)", "unlike rules"),
        ("sum(traffic.views) + sum(views)", "unlike rules"),
        ("latest(followers) + sum(follows)", "a level and a flow"),
        ("latest(followers) + latest(audience.visitors)", "some of them twice"),
        ("latest(followers) + latest(audience.followers)", "some of them twice"),
        ("sum(link_clicks) + sum(account.link_clicks)", "the same twice"),
        ("max(reach) + sum(comments)", "people"),
        ("sum(hours) + sum(comments)", "cannot be added up"),
        ("sum(revenue) + sum(sessions)", "cannot be added up"),
        ("sum(watch_seconds) + sum(reactions)", "cannot be added up"),
        ("sum(engagements) + sum(saves)", "counts them twice"),
        ("sum(comments) + (sum(link_clicks) + sum(clicks))", "counts them twice"),
        ("sum(a) / sum(b) + sum(c) / sum(d)", "rates cannot be added"),
        ("sum(comments) * sum(shares)", "no count of anything"),
        ("latest(link_clicks)", "added up over time"),
        ("sum(engagement_rate)", "a share of"),
        ("count(link_clicks)", "not the figure"),
        ("avg(audience.followers)", "cannot be told of an audience"),
        ("latest(audience.fans)", "no platform tells"),
        ("sum(post.likes)", "no source"),
        ("sum(account.likes)", "no figure `likes`"),
        ("sum(traffic.clicks)", "no figure `clicks`"),
    ],
)
def test_a_sum_that_means_nothing_is_refused(value: str, why: str) -> None:
    with pytest.raises(BadExpression, match=why) as refused:
        read_value(value)
    assert refused.value.next_step


@pytest.mark.parametrize(
    "value",
    [
        "", "42", "signups", "sum(", "sum()", "sum(*)", "count(*)", "sum(a, b)", "sum(sum(a))",
        "sum(a); drop table core.measures", "sum(a) from core.outcomes", "select sum(a)",
        "sum(a) over ()", "sum(distinct a)", "(select 1)", "sum(a) where b = (select 1)",
        "sum(a) group by b", "sum(a) order by 1", "sum(a) limit 1", "read_csv('/etc/passwd')",
        "sum(read_csv('x'))", "sum(core.outcomes.value)", "case when 1 = 1 then sum(a) end",
        "sum(a) where read_text('x') = 'y'", "sum(comments) where color = 'red'", "sum(a)::int",
        "sum(comments) where segment", "sum(a) -- and so on\n, sum(b)", "'sum(a)'",
        "sum(a) union select 1", "latest()", "cast(sum(a) as int)", "sum(a) where 'x'",
        "sum(a) where platform like '%'", "sum(a) where platform = type", "((((" * 300,
    ],
)  # fmt: skip
def test_what_is_not_on_the_whitelist_is_refused(value: str) -> None:
    with pytest.raises(BadExpression):
        read_value(value)


@given(st.text(max_size=60) | st.text("sumaxlet()+-*/ .,'\"where=in0123456789", max_size=60))
def test_any_text_is_understood_or_refused(value: str) -> None:
    with suppress(BadExpression):
        assert list(aggregates(read_value(value)))


def test_conditions_compare_texts_as_people_read_them() -> None:
    (figure,) = aggregates(
        parse("sum(comments where platform in ('X', ' Facebook ') and not type = 'Reply')")
    )
    assert figure.where is not None
    assert figure.where.parameters == ("x", "facebook", "reply")
    assert figure.where.names == {"platform", "type"}


def test_a_condition_at_the_end_holds_for_every_figure() -> None:
    asked = [
        each.where
        for each in aggregates(parse("sum(comments) / sum(reactions) where platform = 'x'"))
    ]
    assert [each.parameters for each in asked if each] == [("x",), ("x",)]
