"""How many made-up histories a costly law is tried on: a few in every run, many in `make hammer`."""

from hypothesis import settings

MANY = "many"  # the profile of `make hammer`


def costly(few: int) -> int:
    """`few` examples in a usual run of the tests, forty times as many in a long one."""
    return few * 40 if settings.get_current_profile_name() == MANY else few
