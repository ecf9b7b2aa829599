"""What a written (word, site, next site) means: milestone, stations of ours, zone; or a refusal.

A file of a million scans has a few hundred of these; each is read once, here.
"""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from stationdesk.foundation.zones import HOME_NAME
from stationdesk.parcels.milestones import Milestone
from stationdesk.parcels.repository.settings import FirmSettings
from stationdesk.parcels.scan import Signal
from stationdesk.parcels.words import Dictionary
from stationdesk.stations.service import name_key

TEXT_MAX_CHARACTERS = 200


class Written(msgspec.Struct, frozen=True):
    """As it stands in the file, stripped."""

    scan: str
    site: str
    next_site: str


class Route(msgspec.Struct, frozen=True):
    """What it means. Two written forms with equal routes are the same event."""

    milestone: Milestone
    station_id: UUID | None
    next_station_id: UUID | None
    site_key: str
    next_site_key: str

    @property
    def is_ours(self) -> bool:
        return self.station_id is not None or self.next_station_id is not None

    def signal(self, *, has_courier: bool) -> Signal:
        return Signal(
            self.milestone,
            self.station_id,
            self.next_station_id,
            bool(self.site_key),
            bool(self.next_site_key),
            has_courier,
        )


class RouteRefusal(msgspec.Struct, frozen=True):
    """Every row written like this is refused: the column at fault, its value, the code."""

    column: str
    value: str
    code: str


class RouteReader:
    """Reads written forms by a firm's settings."""

    def __init__(self, settings: FirmSettings) -> None:
        self._settings = settings
        carriers: Sequence[str] = sorted({s.carrier for s in settings.stations.values()})
        self._dictionary = Dictionary(settings.words, carriers)

    def read(self, written: Written) -> Route | RouteRefusal:
        """The route, or why no row written like this can be taken."""
        for column in ("scan", "site", "next_site"):
            value = getattr(written, column)
            if value.startswith("="):
                return RouteRefusal(column, value, "formula")
            if len(value) > TEXT_MAX_CHARACTERS:
                return RouteRefusal(column, value[:TEXT_MAX_CHARACTERS], "too_long")
        station = self._station(written.site)
        next_station = self._station(written.next_site)
        carriers = [
            self._settings.stations[found].carrier for found in (station, next_station) if found
        ]
        milestone = self._dictionary.milestone(written.scan, carriers)
        if milestone is None:
            return RouteRefusal("scan", written.scan, "scan_unknown")
        return Route(
            milestone,
            station,
            next_station,
            str(station) if station else name_key(written.site),
            str(next_station) if next_station else name_key(written.next_site),
        )

    def zone(self, route: Route) -> str:
        """Whose clock a time without an offset is read by."""
        station = route.station_id or route.next_station_id
        return self._settings.rules_of(station).zone if station else HOME_NAME

    def _station(self, name: str) -> UUID | None:
        return self._settings.names.get(name_key(name)) if name else None
