"""What a firm has set that scans are read by: stations, their names and waves, scan words."""

from datetime import time
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from stationdesk.parcels.milestones import Milestone
from stationdesk.parcels.waves import DEFAULT_RULES, StationRules, Wave
from stationdesk.parcels.words import ScanWord


class StationFacts(msgspec.Struct, frozen=True):
    """A station as scans are read by."""

    id: UUID
    code: str
    carrier: str
    rules: StationRules


class FirmSettings(msgspec.Struct, frozen=True):
    """Everything at one moment: an import must not see half a change."""

    stations: dict[UUID, StationFacts]
    names: dict[str, UUID]
    words: list[ScanWord]

    def rules_of(self, station_id: UUID) -> StationRules:
        """The rules of a station; the defaults for one that is not there any more."""
        station = self.stations.get(station_id)
        return station.rules if station else DEFAULT_RULES

    @property
    def not_weighing(self) -> frozenset[UUID]:
        """The stations at which outbound weighing is off."""
        return frozenset(s.id for s in self.stations.values() if not s.rules.weighs_outbound)


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


async def load_settings(connection: "asyncpg.Connection[Any]") -> FirmSettings:
    """The firm's settings as the transaction's actor sees them."""
    waves: dict[UUID, list[Wave]] = {}
    for row in await connection.fetch(
        "SELECT station_id, arrive_by, dispatch_by, sign_by FROM station_waves"
    ):
        station_id, *clocks = row
        waves.setdefault(station_id, []).append(Wave(*map(_minutes, clocks)))
    stations = {
        row["id"]: StationFacts(
            row["id"],
            row["code"],
            row["carrier"],
            StationRules(
                zone=row["timezone"],
                waves=tuple(waves.get(row["id"], ())) or DEFAULT_RULES.waves,
                weighs_outbound=row["is_weighing_required"],
            ),
        )
        for row in await connection.fetch(
            "SELECT id, code, carrier, timezone, is_weighing_required FROM stations"
        )
    }
    names = await connection.fetch("SELECT name_key, station_id FROM station_names")
    words = await connection.fetch("SELECT carrier, word, milestone FROM scan_words")
    return FirmSettings(
        stations=stations,
        names={row["name_key"]: row["station_id"] for row in names},
        words=[ScanWord(r["carrier"], r["word"], Milestone(r["milestone"])) for r in words],
    )


async def push_salt(connection: "asyncpg.Connection[Any]", push_key: str) -> str | None:
    """The salt of the station that has this push address, if one has."""
    salt: str | None = await connection.fetchval(
        "SELECT push_salt FROM stations WHERE push_key = $1", push_key
    )
    return salt


async def station_codes(connection: "asyncpg.Connection[Any]") -> dict[UUID, str]:
    """The codes of the stations that the actor may see."""
    return dict(await connection.fetch("SELECT id, code FROM stations"))
