"""kill -9 in the middle of an import, a claim and a posting: nothing lost, doubled, half done."""

from pathlib import Path

import pytest

from tests.e2e.mishaps import Mishaps

VICTIMS = ("web", "worker", "database")
ROUNDS = 2
"""Of each; `make torture` plays twenty."""


@pytest.fixture(scope="module")
def mishaps(tmp_path_factory: pytest.TempPathFactory):
    folder: Path = tmp_path_factory.mktemp("kill9")
    with Mishaps.prepared(folder) as made:
        yield made


@pytest.mark.parametrize("victim", VICTIMS)
@pytest.mark.parametrize("round_number", range(ROUNDS))
def test_an_import_survives(mishaps: Mishaps, victim: str, round_number: int) -> None:
    mishaps.kill_during_import(victim)


@pytest.mark.parametrize("victim", VICTIMS)
@pytest.mark.parametrize("round_number", range(ROUNDS))
def test_claims_survive(mishaps: Mishaps, victim: str, round_number: int) -> None:
    mishaps.kill_during_claims(victim)


@pytest.mark.parametrize("victim", VICTIMS)
@pytest.mark.parametrize("round_number", range(ROUNDS))
def test_postings_survive(mishaps: Mishaps, victim: str, round_number: int) -> None:
    mishaps.kill_during_postings(victim)
