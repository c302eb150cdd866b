"""The words of the generated posts, and the phrases, tags, handles and links that tie them."""

from typing import Final

_QUALITIES: Final = (
    "saturday", "evening", "shared", "winter", "rooftop", "community", "school", "riverside",
    "mobile", "open", "jardín", "first-time", "weekend", "neighbour", "spring",
)  # fmt: skip
_THINGS: Final = (
    "kitchen", "seed library", "bread table", "tool shed", "rota", "harvest", "cooking class",
    "pantry", "garden", "potluck",
)  # fmt: skip

PHRASES: Final = tuple(f"{quality} {thing}" for thing in _THINGS for quality in _QUALITIES)
HASHTAGS: Final = (
    "#SaturdayCrew", "#SeedSwap", "#NoWaste", "#RiversideEats", "#CookTogether", "#GrowYourOwn",
    "#VolunteerWeek", "#SoupSunday", "#OpenKitchen", "#Huerto",
)  # fmt: skip
MENTIONS: Final = (
    "@RiversideGardens", "@CookCoop", "@SeedSavers_RV", "@CityAllotments", "@TeachToGrow",
)  # fmt: skip
CAMPAIGNS: Final = (
    "volunteer-2026", "spring-drive", "winter-appeal", "soup-week", "open-day", "harvest-call",
)  # fmt: skip
UNKNOWN_CAMPAIGN: Final = "boost-test"
PAGES: Final = ("volunteer", "donate", "recipes", "classes", "seeds", "events")
SITE: Final = "riverside.example"

OPENERS: Final = (
    "We had a full house today", "Thank you to everyone who came", "A quiet morning at the depot",
    "Doors open at nine", "Someone asked us how it all began", "Fresh from the van",
    "It rained, and still forty people came", "Here is what we learned this month",
    "Our kettle is on", "Three new faces at the table", "“Is there any left?” Yes, there is",
    "Good news, and a request", "Nobody cooks alone here", "Mañana abrimos a las diez",
    "Last call for Thursday", "What would you plant first?", "Two crates, five hands, one hour",
    "Ask us anything", "Beans &amp; rice again, and nobody minds", "Look at this 🥕",
)  # fmt: skip
MIDDLES: Final = (
    "about the", "at the", "for the", "with friends from the", "and the", "thanks to the",
    "before the", "behind the", "next to the", "on the way to the",
)  # fmt: skip
STORIES: Final = (
    "Last week the freezer failed, and by noon four people had made room in theirs.",
    "Half of what we hand out was grown within two streets of the depot, by hand.",
    "Some come for the bread and stay for the talk; some do it the other way round.",
    "A year ago this was a car park, and now the beans are taller than the children.",
    "You told us that mornings do not work, so from now on we meet in the evening.",
    "Nothing here is thrown away, least of all the peelings, the jars and the ideas.",
    "One in nine households nearby skips a meal in the week before the rent is due.",
)  # fmt: skip
CLOSERS: Final = (
    "Bring a jar, a story or nothing at all.", "Tell a neighbour, please.",
    "The list is by the door, as ever.", "We still need two drivers, and someone for the sinks.",
    "If you can lift a crate, you can help.", "No sign-up, no forms, no questions.",
    "Ana says the soup is \"nearly\" ready.", "Photos tomorrow, when the light is back.",
    "It takes an hour, and it feeds thirty.", "See you there, rain or shine 🌧",
    "Les enfants sont les bienvenus.", "Next one in two weeks, same place, same time.",
)  # fmt: skip
