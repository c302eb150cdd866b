"""Why anyone should care, who these people are, and what they are invited to do."""

from pydantic import Field

from models.strategy_types import Declared, Id, Lowered, Sentences, Text, Texts


class Why(Declared):
    """Why anyone should care: the problem there is to solve, and what the organisation promises."""

    problem: Text
    """What is wrong in the world, in words the people concerned would use."""
    promise: Text
    """What will be true when the organisation has done its work."""
    evidence: Sentences = ()
    """What shows that it matters to those people: a survey, a waiting list, their own words."""


class Segment(Declared):
    """An audience, by interest: who they are, what they care about, where they talk."""

    who: Text
    """Who these people are, in one sentence."""
    interests: Texts = ()
    """What they care about."""
    listens_at: Texts = ()
    """Where their conversations are listened to: hashtags, groups, forums, places."""
    audience: dict[Lowered, Texts] = Field(default_factory=dict)
    """How to recognise them among followers: facet (location, job_function, age…) to its values."""


class Call(Declared):
    """A way to take part that the strategy offers: what people are invited to do, and where."""

    invite: Text
    """What people are invited to do, in the words of the invitation."""
    where: Text | None = None
    """Where they do it: an address on the web, a place, a day."""
    outcome: Text | None = None
    """The outcome that counts those who did: a name in outcomes.csv, such as signups."""
    segment: Id | None = None
    """The people it is meant for."""
