"""A scan as evidence, and the signal in it: all that its meaning for a parcel depends on."""

from datetime import datetime
from uuid import UUID

import msgspec

from stationdesk.parcels.milestones import RANK, Milestone

DETAIL_SEPARATOR = "\x1f"


class Signal(msgspec.Struct, frozen=True):
    """A scan without its time and its words: what the shape of a parcel follows from.

    Sites that are not ours count alike; only whether one was written at all makes a difference.
    """

    milestone: Milestone
    station_id: UUID | None
    next_station_id: UUID | None
    has_site: bool
    has_next_site: bool
    has_courier: bool

    @property
    def order(self) -> tuple[int, int, int, bool, bool]:
        """Where it stands among signals of one instant: the written precedence first."""
        return (
            RANK[self.milestone],
            self.station_id.int if self.station_id else 0,
            self.next_station_id.int if self.next_station_id else 0,
            self.has_site,
            self.has_next_site,
        )


class Scan(msgspec.Struct, frozen=True):
    """A normalised scan of one waybill.

    `station_id` and `next_station_id` are set where the site is a station of the firm; `site`
    and `next_site` keep what was written, '' for blank. `weight_g` is the text of the file.
    """

    milestone: Milestone
    scanned_at: datetime
    station_id: UUID | None = None
    next_station_id: UUID | None = None
    site: str = ""
    next_site: str = ""
    courier: str = ""
    weight_g: str = ""
    note: str = ""

    @property
    def signal(self) -> Signal:
        return Signal(
            self.milestone,
            self.station_id,
            self.next_station_id,
            bool(self.site),
            bool(self.next_site),
            bool(self.courier),
        )

    @property
    def details(self) -> str:
        """Courier, weight and note as one text, as the store keeps them."""
        return DETAIL_SEPARATOR.join((self.courier, self.weight_g, self.note))

    @property
    def order(self) -> tuple[object, ...]:
        """The one total order: time, then the precedence of signals, then details, then words."""
        return (self.scanned_at, self.signal.order, self.details, self.site, self.next_site)
