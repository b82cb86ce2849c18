"""What all tests share: no settings from outside, and the real reports, where they are.

The network is shut but for loopback (pytest-socket, in pyproject.toml). Property tests try the same examples every
time; `HYPOTHESIS_PROFILE=explore` tries new ones.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

SHARED = Path(__file__).parents[2] / "shared"


settings.register_profile("same", derandomize=True)
settings.register_profile("explore", max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("DALIL_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def real_reports() -> Path:
    """The folder of the real reports, which are not redistributed."""
    folder = SHARED / "corpus"
    if not folder.is_dir():
        pytest.skip("the real reports are not here: ../shared/corpus is absent")
    return folder
