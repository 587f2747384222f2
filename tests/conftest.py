"""What all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is no fault of the code, and a change is judged by the examples that judged the last one. Others are
# drawn by `pytest --hypothesis-profile explore`.
CALM = (HealthCheck.too_slow, HealthCheck.function_scoped_fixture)
settings.register_profile("explore", deadline=None, suppress_health_check=CALM)
settings.register_profile("repeat", settings.get_profile("explore"), derandomize=True)
settings.load_profile("repeat")

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def repository() -> Path:
    return REPOSITORY
