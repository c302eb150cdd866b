"""How ties judge, by example: each table is a specification, most of them of docs/alignment.md."""
# ruff: noqa: E501 - tables are as wide as what they show

from datetime import date

import polars as pl
import pytest

from tests.alignment.spec import expect, judged, version


def test_phrases_are_whole_words() -> None:
    expect(
        version("{measure: rota, phrase: seed library}"),
        """
        text                                    | alignment   | measure_id | evidence
        Our Seed Library opens                  | aligned     | rota       | Seed Library
        “SEED LIBRARY”, she said                | aligned     | rota       | SEED LIBRARY
        seed¶¶library                           | aligned     | rota       | seed library
        seed library                          | aligned     | rota       | seed library
        seed library's shelf                    | aligned     | rota       | seed library
        linseed libraryish                      | untraceable |            |
        linseed library, and then a seed library | aligned    | rota       | seed library
        seed libraries                          | untraceable |            |
        seed-library                            | untraceable |            |
        seed_library                            | untraceable |            |
        seed library2                           | untraceable |            |
        Ｓｅｅｄ　Ｌｉｂｒａｒｙ                          | aligned     | rota       | Ｓｅｅｄ　Ｌｉｂｒａｒｙ
        𝗦𝗲𝗲𝗱 𝗟𝗶𝗯𝗿𝗮𝗿𝘆!                           | aligned     | rota       | 𝗦𝗲𝗲𝗱 𝗟𝗶𝗯𝗿𝗮𝗿𝘆
        """,
    )


def test_phrases_of_other_languages() -> None:
    expect(
        version(
            """
            {measure: rota, phrase: jardín}
            {measure: shifts, phrase: 種子}
            {measure: donors, phrase: "we're hiring"}
            {measure: donors, phrase: beans & rice}
            {measure: rota, phrase: l'été}
            {measure: shifts, phrase: straße}
            """
        ),
        """
        text                | alignment   | measure_id | evidence
        EL JARDÍN ABRE      | aligned     | rota       | JARDÍN
        el jardín          | aligned     | rota       | jardín
        jardines            | untraceable |            |
        jardínes            | untraceable |            |
        今日は種子交換会です  | aligned     | shifts     | 種子
        We’re hiring        | aligned     | donors     | We’re hiring
        Beans &amp; rice    | aligned     | donors     | Beans &amp; rice
        beans & rice        | aligned     | donors     | beans & rice
        Vive l’été !        | aligned     | rota       | l’été
        STRASSE             | untraceable |            |
        Hauptstraße 3       | untraceable |            |
        Die Straße          | aligned     | shifts     | Straße
        """,
    )


def test_overlapping_phrases_are_all_seen() -> None:
    expect(
        version(
            """
            {measure: rota, phrase: seed library}
            {measure: shifts, phrase: library card}
            """
        ),
        """
        text                 | measure_id | also
        a seed library card  | rota       | shifts
        a library card       | shifts     |
        """,
    )


def test_words_of_links_are_no_phrases() -> None:
    expect(
        version("{measure: rota, phrase: volunteer}"),
        """
        text                                             | alignment
        https://news.example/2026/volunteer-fraud        | untraceable
        news.example/volunteer                           | untraceable
        https://news.example/volunteer and one volunteer | aligned
        volunteer:here                                   | aligned
        #volunteer                                       | aligned
        Come and volunteer.Today                         | aligned
        """,
    )


def test_hashtags_are_whole_tags() -> None:
    expect(
        version('{measure: rota, hashtag: "#SeedSwap"}'),
        """
        text                      | alignment   | evidence
        Join our #SeedSwap!       | aligned     | #SeedSwap
        #seedswap                 | aligned     | #seedswap
        ＃SeedSwap                | aligned     | ＃SeedSwap
        (#SeedSwap)               | aligned     | #SeedSwap
        #garden#SeedSwap          | aligned     | #SeedSwap
        #SeedSwapMeet             | untraceable |
        #SeedSwap_2026            | untraceable |
        #SeedSwap2                | untraceable |
        #SeedSwap会               | untraceable |
        SeedSwap                  | untraceable |
        word#SeedSwap             | untraceable |
        https://a.example/#SeedSwap | untraceable |
        """,
    )


def test_mentions_end_where_the_platform_ends_handles() -> None:
    expect(
        version('{measure: rota, mention: "@Riverside"}'),
        """
        platform  | text                        | alignment   | evidence
        x         | thanks @riverside.          | aligned     | @riverside
        x         | .@RIVERSIDE we heard        | aligned     | @RIVERSIDE
        x         | ＠riverside                 | aligned     | ＠riverside
        x         | @riverside.garden           | aligned     | @riverside
        instagram | @riverside.garden           | untraceable |
        x         | @riverside_garden           | untraceable |
        x         | @riversideさん              | aligned     | @riverside
        x         | ana@riverside.example       | untraceable |
        mastodon  | @riverside@social.example   | untraceable |
        """,
    )


def test_links_compare_without_what_does_not_matter() -> None:
    expect(
        version(
            """
            {measure: rota, link: "https://www.riverside.example/volunteer*"}
            {measure: donors, link: riverside.example/give}
            {measure: shifts, link: "*.riverside.example/menu/*"}
            """,
        ),
        """
        text                                               | measure_id | evidence
        Go http://riverside.example/volunteer              | rota       | http://riverside.example/volunteer
        (https://WWW.Riverside.example/Volunteer/now).     | rota       | https://WWW.Riverside.example/Volunteer/now
        riverside.example/volunteering                     | rota       | riverside.example/volunteering
        https://riverside.example/give/?fbclid=1&utm_id=2  | donors     | https://riverside.example/give/?fbclid=1&utm_id=2
        https://riverside.example:443/give#top             | donors     | https://riverside.example:443/give#top
        https://riverside.example/%67ive                   | donors     | https://riverside.example/%67ive
        https://riverside.example/give?lang=fr             |            |
        https://riverside.example/give/now                 |            |
        https://not-riverside.example/give                 |            |
        https://riverside.example.org/give                 |            |
        https://kitchen.riverside.example/menu/            | shifts     | https://kitchen.riverside.example/menu/
        https://kitchen.riverside.example/menu/soup        | shifts     | https://kitchen.riverside.example/menu/soup
        https://kitchen.riverside.example/menus            |            |
        [give](https://riverside.example/give)             | donors     | https://riverside.example/give
        https://a.example/x,https://riverside.example/give | donors     | https://riverside.example/give
        今https://riverside.example/giveへ                 | donors     | https://riverside.example/give
        """,
    )


def test_links_hold_brackets_that_open_in_them() -> None:
    expect(
        version('{measure: rota, link: "en.example/wiki/Seed_(plant)"}'),
        """
        text                                         | alignment
        See (https://en.example/wiki/Seed_(plant)).  | aligned
        https://en.example/wiki/Seed_(plant          | untraceable
        """,
    )


def test_hosts_of_other_scripts() -> None:
    expect(
        version("{measure: rota, link: gärten.example/café}"),
        """
        text                                      | alignment
        https://xn--grten-gra.example/caf%C3%A9   | aligned
        gärten.example/café                       | aligned
        GÄRTEN.example/CAFÉ                       | aligned
        """,
    )


def test_a_host_alone_is_a_link_where_somebody_named_it() -> None:
    expect(
        version("{measure: rota, link: riverside.example}"),
        """
        text                         | alignment
        More on Riverside.example.   | aligned
        www.riverside.example        | aligned
        https://riverside.example/   | aligned
        ana@riverside.example        | untraceable
        riverside.example.org        | untraceable
        """,
    )


def test_the_longest_link_pattern_wins() -> None:
    expect(
        version(
            """
            {measure: rota, link: "riverside.example/*"}
            {measure: donors, link: "riverside.example/give*"}
            """
        ),
        """
        text                             | alignment | measure_id | also
        https://riverside.example/give   | aligned   | donors     | rota
        https://riverside.example/menu   | aligned   | rota       |
        https://riverside.example        | aligned   | rota       |
        """,
    )


def test_utm_counts_on_own_hosts() -> None:
    ties = """
        {measure: rota, campaign: Volunteer 2026}
        {measure: donors, utm: {source: newsletter, medium: email}}
        """
    posts = """
        text                                                              | alignment   | cause
        https://riverside.example/?utm_campaign=volunteer+2026            | aligned     | tied by campaign
        https://riverside.example/?a=1&amp;utm_campaign=VOLUNTEER%202026  | aligned     | tied by campaign
        https://riverside.example/?utm_source=Newsletter&utm_medium=email | aligned     | tied by utm
        https://riverside.example/?utm_source=newsletter                  | untraceable | {own}
        https://riverside.example/?utm_campaign=spring-2025               | orphaned    | unknown campaign spring-2025
        https://other.example/?utm_campaign=volunteer+2026                | {other}
        https://other.example/?utm_campaign=theirs                        | {theirs}
        """
    expect(
        version(ties, more="\nsites: [riverside.example]"),
        posts.format(
            own="link to an untied page riverside.example",
            other="untraceable | link to an untied site other.example",
            theirs="untraceable | link to an untied site other.example",
        ),
    )
    expect(
        version(ties),
        posts.format(
            own="link to an untied site riverside.example",
            other="aligned | tied by campaign",
            theirs="orphaned | unknown campaign theirs",
        ),
    )


def test_short_links_lead_where_links_csv_says() -> None:
    links = pl.DataFrame(
        {
            "short": ["https://t.co/AbC", "bit.ly/menu", "https://bit.ly/one"],
            "target": [
                "https://riverside.example/volunteer?utm_campaign=spring",
                "t.co/AbC",
                "https://bit.ly/one",
            ],
        }
    )
    expect(
        version('{measure: rota, link: "riverside.example/*"}'),
        """
        text                 | alignment   | evidence
        see https://t.co/AbC | aligned     | https://t.co/AbC → https://riverside.example/volunteer?utm_campaign=spring
        http://bit.ly/menu   | aligned     | http://bit.ly/menu → https://riverside.example/volunteer?utm_campaign=spring
        https://t.co/abc     | untraceable |
        https://bit.ly/one   | untraceable |
        """,
        links=links,
    )


def test_campaign_field_and_labels_compare_whole() -> None:
    version_ = version(
        """
        {measure: rota, campaign: volunteer-2026}
        {measure: donors, label: Giving Tuesday}
        """
    )
    result = judged(
        version_,
        [
            {"campaign": " Volunteer-2026 "},
            {"campaign": "volunteer-2026b"},
            {"labels": ["x", "GIVING  TUESDAY"]},
            {"labels": ["Giving"]},
            {"labels": ["", None], "campaign": ""},
            {"campaign": "old", "labels": ["Giving Tuesday"]},
        ],
    )
    assert result.verdicts["cause"].to_list() == [
        "tied by campaign",
        "unknown campaign volunteer-2026b",
        "tied by label",
        "unknown label Giving",
        "no text",
        "tied by label",
    ]


def test_strength_decides_before_order() -> None:
    everything = [
        "{measure: shifts, type: reply}",
        "{measure: rota, phrase: seed library}",
        '{measure: shifts, hashtag: "#SeedSwap"}',
        '{measure: rota, mention: "@cook"}',
        "{measure: shifts, link: riverside.example/a}",
        "{measure: rota, label: growers}",
        "{measure: shifts, utm: {source: mail}}",
        "{measure: rota, campaign: spring}",
    ]
    row = {
        "type": "reply",
        "text": "seed library #SeedSwap @cook https://riverside.example/a?utm_source=mail",
        "labels": ["growers"],
        "campaign": "spring",
    }
    kinds = ["type", "phrase", "hashtag", "mention", "link", "label", "utm", "campaign"]
    for count in range(1, len(everything) + 1):
        result = judged(version("\n".join(everything[:count])), [row])
        strongest = result.traces.row(0, named=True)
        assert strongest["kind"] == kinds[count - 1]
        assert strongest["is_primary"]
        assert result.verdicts["tie_id"][0] == strongest["tie_id"]


def test_equals_of_one_goal_go_by_declared_order_and_of_two_goals_to_none() -> None:
    expect(
        version(
            """
            {measure: shifts, hashtag: "#Two"}
            {measure: rota, hashtag: "#One"}
            {measure: donors, hashtag: "#Three"}
            {measure: donors, phrase: soup}
            """
        ),
        """
        text             | alignment | measure_id | also
        #One #Two        | aligned   | shifts     | rota
        #One #Three      | ambiguous |            | rota, donors
        #One soup        | aligned   | rota       | donors
        """,
    )


def test_accounts_and_types_are_equals() -> None:
    expect(
        version(
            """
            {measure: rota, account: riverside-youth}
            {measure: donors, type: reply}
            {measure: donors, type: Story, platform: instagram}
            """,
            more="\naccounts: {x: {riverside-youth: {handles: ['@youth', '12345']}}}",
        ),
        """
        platform  | account | type  | alignment   | measure_id | evidence
        x         | 12345   | post  | aligned     | rota       | 12345
        x         | @Youth  | reply | ambiguous   |            |
        facebook  | 12345   | post  | untraceable |            |
        x         | other   | reply | aligned     | donors     | reply
        instagram |         | story | aligned     | donors     | story
        x         |         | story | untraceable |            |
        """,
    )


def test_narrowing_and_its_reason() -> None:
    expect(
        version(
            """
            {measure: rota, hashtag: "#crew", platform: Twitter, type: Post}
            {measure: shifts, phrase: soup, until: 2026-09-30}
            {measure: donors, phrase: bread, from: 2026-10-01, until: 2026-10-01}
            """
        ),
        """
        platform  | type  | text  | alignment   | cause
        x         | post  | #crew | aligned     | tied by hashtag
        x         | reply | #crew | untraceable | tie rota/hashtag:#crew;platform=twitter;type=post is only for type post
        instagram | post  | #crew | untraceable | tie rota/hashtag:#crew;platform=twitter;type=post is only for platform x
        x         | post  | soup  | untraceable | tie shifts/phrase:soup;until=2026-09-30 is only until 2026-09-30
        x         | post  | bread | aligned     | tied by phrase
        """,
    )


@pytest.mark.parametrize(
    ("at", "precision", "zone", "alignment"),
    [
        ("2026-10-02T03:59:59Z", "second", "UTC", "aligned"),
        ("2026-10-02T04:00:00Z", "second", "UTC", "untraceable"),
        ("2026-10-01T00:00:00Z", "day", "UTC", "aligned"),
        ("2026-10-01T07:00:00Z", "day", "America/Los_Angeles", "aligned"),
        ("2026-09-30T15:00:00Z", "day", "Asia/Tokyo", "aligned"),
        ("2026-10-01T15:00:00Z", "day", "Asia/Tokyo", "untraceable"),
        (None, None, None, "untraceable"),
    ],
)
def test_days_are_those_of_the_strategy(
    at: str | None, precision: str | None, zone: str | None, alignment: str
) -> None:
    moment = pl.Series([at]).str.to_datetime(time_unit="us", time_zone="UTC")[0] if at else None
    row = {
        "text": "soup",
        "published_at": moment,
        "published_precision": precision,
        "published_zone": zone,
    }
    narrowed = version("{measure: rota, phrase: soup, until: 2026-10-01, from: 2026-10-01}")
    assert judged(narrowed, [row]).verdicts["alignment"].to_list() == [alignment]


def test_a_plan_names_the_posts_of_its_day() -> None:
    words = "Join our Saturday crew: soup, bread and good company at nine o'clock"
    plan = pl.DataFrame(
        {
            "date": [date(2026, 10, 1)] * 4 + [date(2026, 10, 2)],
            "platform": [None, "instagram", None, None, None],
            "text": [words, "Soup!", None, "Bread!", "Bread!"],
            "link": [None, None, "https://www.riverside.example/menu/?utm_source=x", None, None],
            "measure": ["rota", "donors", "monthly donors", "nobody", "rota"],
            "line": [2, 3, 4, 5, 6],
        }
    )
    expect(
        version("{measure: shifts, campaign: spring}"),
        """
        platform  | campaign | text                                         | alignment   | cause
        x         |          | Join our Saturday crew: SOUP, bread and goo… | aligned     | tied by plan
        x         |          | Join our saturday crew https://t.co/abc      | aligned     | tied by plan
        x         |          | Join our                                     | untraceable | no link, tag or phrase
        x         |          | Soup!                                        | untraceable | no link, tag or phrase
        instagram |          | soup!                                        | aligned     | tied by plan
        x         |          | http://riverside.example/menu                | aligned     | tied by plan
        x         |          | Bread!                                       | orphaned    | unknown measure nobody
        x         | spring   | Bread!                                       | aligned     | tied by campaign
        """,
        plan=plan,
    )


def test_a_line_of_the_log_names_its_measure() -> None:
    expect(
        version("{measure: donors, campaign: spring}"),
        """
        measure_hint   | campaign | alignment | measure_id | evidence | also
        Rota           | spring   | aligned   | rota       | Rota     | donors
        Monthly Donors |          | aligned   | donors     | Monthly Donors |
        rotas          |          | orphaned  |            |          |
        rotas          | spring   | aligned   | donors     | spring   |
        """,
    )


def test_versions_judge_what_was_published_in_their_time() -> None:
    versions = [
        version("{measure: rota, phrase: soup}", begins="2026-10-01"),
        version("{measure: donors, phrase: soup}", begins="2026-09-01"),
    ]
    assert [v.name for v in versions] == ["2026-10-01", "2026-09-01"]
    from rhumbline.alignment import align
    from tests.alignment.spec import TODAY, Store

    store = Store()
    moments = ["2026-08-31T12:00Z", "2026-09-01T04:00Z", "2026-10-01T03:59Z", "2026-10-01T04:00Z"]
    at = pl.Series([*moments]).str.to_datetime("%Y-%m-%dT%H:%MZ", time_zone="UTC").to_list()
    rows = [{"text": "soup", "published_at": moment} for moment in [*at, None]]
    store.add(rows)
    align(store.warehouse, versions, TODAY)
    assert [(v["alignment"], v["measure_id"], v["strategy_version"]) for v in store.verdicts()] == [
        ("predates_strategy", None, None),
        ("aligned", "donors", "2026-09-01"),
        ("aligned", "donors", "2026-09-01"),
        ("aligned", "rota", "2026-10-01"),
        ("aligned", "rota", "2026-10-01"),
    ]
