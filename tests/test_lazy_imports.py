"""Heavy libraries are imported without what is never used, and nobody else notices."""

import subprocess
import sys

import pytest

from rhumbline.lazy_imports import as_if_missing, importing_later

UNUSED = "colorsys"  # of the standard library, and imported by nothing here


@pytest.fixture(autouse=True)
def not_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, UNUSED, raising=False)


def test_a_stand_in_imports_its_module_when_something_of_it_is_asked_for() -> None:
    with importing_later(UNUSED):
        import colorsys
    assert UNUSED not in sys.modules
    assert colorsys.rgb_to_hsv(0, 0, 0) == (0, 0, 0)
    assert sys.modules[UNUSED].rgb_to_hsv is colorsys.rgb_to_hsv


def test_a_name_can_be_imported_from_a_stand_in_at_once() -> None:
    with importing_later(UNUSED):
        from colorsys import rgb_to_hsv
    assert rgb_to_hsv(0, 0, 0) == (0, 0, 0)


def test_a_stand_in_is_gone_at_the_end_and_the_module_can_be_imported() -> None:
    with importing_later(UNUSED):
        import colorsys as stand_in
    import colorsys

    assert colorsys is not stand_in
    assert colorsys.__spec__ is not None


def test_what_is_imported_already_stays_as_it_is() -> None:
    module = sys.modules["subprocess"]
    with importing_later("subprocess"), as_if_missing("subprocess"):
        assert sys.modules["subprocess"] is module


def test_a_module_is_as_if_missing_until_the_end() -> None:
    with as_if_missing(UNUSED), pytest.raises(ImportError, match=UNUSED):
        import colorsys
    import colorsys

    assert colorsys.rgb_to_hsv(0, 0, 0) == (0, 0, 0)


def test_great_expectations_comes_without_what_no_promise_uses() -> None:
    script = (
        "import sys; from rhumbline.checks.run import import_great_expectations as go; go();"
        "print(*{'scipy.stats', 'altair', 'sqlalchemy.orm'} & sys.modules.keys());"
        "import altair, scipy.stats, sqlalchemy.orm; scipy.stats.norm; altair.Chart"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert (done.stdout.strip(), done.stderr) == ("", "")
