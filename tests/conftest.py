"""What all tests share: the reference folder where there is one, and the language they read."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

# A busy machine is no counter-example.
settings.register_profile("wtc-eco", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# A mutant is noticed by the first example that fails; nobody reads the smallest.
settings.register_profile("mutants", deadline=None, phases=(Phase.explicit, Phase.generate))
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "wtc-eco"))

# Tests that were started in the background (nohup, CI) would hand on to every command that Ctrl-C is ignored.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

pytest_plugins = ("chromium", "once", "workshop")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The reference lists beside a development checkout (or where WTC_ECO_SHARED says)."""
    folder = Path(os.environ.get("WTC_ECO_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip("the reference lists are not on this machine")
    return folder


@pytest.fixture(autouse=True, scope="session")
def _settings_of_nobody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test writes among the settings of whoever runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WTC_ECO_HOME", str(tmp_path_factory.getbasetemp() / "settings"))
        yield


@pytest.fixture(autouse=True, scope="module")
def _settings_of_a_file(
    _settings_of_nobody: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """The folders of one file of tests do not meet the keys of all others."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WTC_ECO_HOME", str(tmp_path_factory.mktemp("settings")))
        yield
