"""What every test starts from: an environment of its own, offline, and the real exports."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

from tests.examples import MANY

REPOSITORY = Path(__file__).resolve().parent.parent

# Prefect reads these once, when it is first imported; so they are set before any test module is.
_PREFECT_HOME = tempfile.mkdtemp(prefix="rhumbline-prefect-")
atexit.register(shutil.rmtree, _PREFECT_HOME, ignore_errors=True)
_OF_THE_DEVELOPER = ("PREFECT_API_URL", "PREFECT_API_KEY", "PREFECT_PROFILE", "RHUMBLINE_WORKSPACE")
for _name in _OF_THE_DEVELOPER:
    os.environ.pop(_name, None)
os.environ.update(
    DO_NOT_TRACK="1",
    PREFECT_HOME=_PREFECT_HOME,
    PREFECT_SERVER_ANALYTICS_ENABLED="false",
    PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS="120",
)

settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("dev", deadline=None)
settings.register_profile(MANY, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if "CI" in os.environ else "dev"))


@pytest.fixture(scope="session")
def real_exports() -> Path:
    """Return the folder of real exports, which is never part of the repository."""
    folder = Path(
        os.environ.get("RHUMBLINE_REAL_EXPORTS", REPOSITORY.parent / "shared" / "exports")
    )
    if not folder.is_dir():
        pytest.skip(f"no real exports in {folder} (RHUMBLINE_REAL_EXPORTS names another folder)")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of a Chromium for browser tests, or skip where there is none."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    pytest.skip("no Chromium on this machine: `apt-get install chromium` brings one")
