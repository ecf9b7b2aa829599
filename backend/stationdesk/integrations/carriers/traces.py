"""What a provider's payload comes to: scans with words and names, for the import to resolve."""

from collections.abc import Iterable

import msgspec

from stationdesk.integrations.carriers.contexts import Reading


class TracedScan(msgspec.Struct, frozen=True):
    """One event of a trace: the columns of a scan file, all text."""

    waybill: str
    scan: str
    scanned_at: str
    site: str
    next_site: str
    courier: str
    note: str


class PayloadUnreadable(ValueError):
    """The document is no payload of this provider; the message says what is missing."""


NOTE_MAX_CHARACTERS = 500
EVENTS_MAX = 2000
_AT_THE_DOOR = frozenset(
    {"in_locker", "locker_taken_back", "signed", "signature_revoked", "delivery_failed"}
)
_HELD = frozenset({"dispatched", "arrived"})


def traced(waybill: str, events: Iterable[tuple[str, str, Reading]]) -> list[TracedScan]:
    """Scans from (time, sentence, reading). Shops, lockers and signatures seldom name a station:
    such an event happened at the station that dispatched the parcel last, or where it arrived."""
    ordered = sorted(events, key=lambda event: event[0])
    holders = [reading.site for _, _, reading in ordered if reading.milestone in _HELD]
    stations = {name for name in holders if name}
    scans = []
    dispatched = arrived = ""
    for time, sentence, reading in ordered:
        site = reading.site
        if reading.milestone == "dispatched":
            site = dispatched = site or arrived
        elif reading.milestone == "arrived":
            arrived = site or arrived
        elif reading.milestone in _AT_THE_DOOR and site not in stations:
            site = dispatched or arrived or site
        scans.append(
            TracedScan(
                waybill=waybill,
                scan=reading.milestone,
                scanned_at=time,
                site=site,
                next_site=reading.next_site,
                courier=reading.courier,
                note=" ".join(sentence.split())[:NOTE_MAX_CHARACTERS],
            )
        )
    return scans


def text_of(document: dict[str, object], *names: str) -> str:
    """The first of these members that holds something, as text."""
    for name in names:
        value = document.get(name)
        if value not in (None, ""):
            return str(value).strip()
    return ""
