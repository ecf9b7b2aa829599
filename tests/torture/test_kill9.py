"""The long series: twenty rounds of each mishap."""

from pathlib import Path

import pytest

from tests.e2e.mishaps import Mishaps

ROUNDS = 20


@pytest.fixture(scope="module")
def mishaps(tmp_path_factory: pytest.TempPathFactory):
    folder: Path = tmp_path_factory.mktemp("torture")
    with Mishaps.prepared(folder) as made:
        yield made


@pytest.mark.parametrize("victim", ["web", "worker", "database"])
@pytest.mark.parametrize("what", ["import", "claims", "postings"])
@pytest.mark.parametrize("round_number", range(ROUNDS))
def test_it_survives(mishaps: Mishaps, what: str, victim: str, round_number: int) -> None:
    getattr(mishaps, f"kill_during_{what}")(victim)
