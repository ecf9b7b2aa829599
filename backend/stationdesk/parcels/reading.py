"""What staged rows mean: written forms to routes, odd times to moments, stories to shapes."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from stationdesk.imports.errors import FileRefused
from stationdesk.imports.moments import parse_moment
from stationdesk.parcels.milestones import Milestone
from stationdesk.parcels.repository import parcels, staging
from stationdesk.parcels.repository.parcels import Source
from stationdesk.parcels.repository.settings import FirmSettings
from stationdesk.parcels.repository.staging import FORMS_MAX, Connection, Form, Suspicion
from stationdesk.parcels.routes_of_scans import Route, RouteReader, RouteRefusal, Written
from stationdesk.parcels.scan import Signal
from stationdesk.parcels.shapes import shapes_of
from stationdesk.stations.service import name_key

MOMENTS_A_TURN = 20_000
STORIES_A_TURN = 5_000


class RouteBook:
    """The routes of a firm with the codes that stand for their signals in this import.

    Codes are even and ascend in the order of signals; odd ones stand for the same with a courier.
    """

    def __init__(self) -> None:
        self._routes: dict[int, tuple[int, Route]] = {}
        self._ids: dict[tuple[Written, Route], int] = {}
        self._same: dict[Route, int] = {}
        self._codes: dict[Signal, int] = {}
        self._signals: list[Signal] = []

    def add(self, written: Written, route: Route, known_id: int | None = None) -> int:
        """Take a route in, or find it; its id."""
        found = self._ids.get((written, route))
        if found is None:
            found = known_id or len(self._routes) + 1
            same_as = self._same.setdefault(route, found)
            self._ids[written, route] = found
            self._routes[found] = (same_as, route)
        return found

    def assign_codes(self) -> None:
        """After the last route: codes in the written order of precedence."""
        signals = {route.signal(has_courier=False) for _, route in self._routes.values()}
        self._signals = sorted(signals, key=lambda signal: signal.order)
        self._codes = {signal: 2 * place for place, signal in enumerate(self._signals)}

    def code_records(self) -> list[tuple[int, int, int]]:
        """(route id, same as, code) of every route."""
        return [(number, same_as, self.code(number)) for number, (same_as, _) in self.items()]

    def items(self) -> list[tuple[int, tuple[int, Route]]]:
        return list(self._routes.items())

    def same_as(self, route_id: int) -> int:
        return self._routes[route_id][0]

    def code(self, route_id: int) -> int:
        return self._codes[self._routes[route_id][1].signal(has_courier=False)]

    def signals(self, codes: Sequence[int]) -> list[Signal]:
        """The story that codes tell."""
        return [
            msgspec.structs.replace(self._signals[code // 2], has_courier=bool(code % 2))
            for code in codes
        ]


async def read_forms(
    connection: Connection, firm_id: UUID, found: Sequence[Form], settings: FirmSettings
) -> tuple[RouteBook, list[str], int]:
    """Give every written form its route, storing new ones.

    Returns the book, the zones in use, and how many rows have a form that is not refused.
    """
    if len(found) > FORMS_MAX:
        raise FileRefused(
            f"The file has more than {FORMS_MAX} different combinations of scan, site and "
            "next_site: the columns are mixed up, or it must be split.",
            zh=f"扫描类型、网点、下一站的组合超过 {FORMS_MAX} 种：可能列对错了；请核对列，"
            "或拆开导入。",
        )
    book = RouteBook()
    stored = 0
    for row in await staging.stored_routes(connection):
        stored = max(stored, row["id"])
        written = Written(row["scan"], row["site"], row["next_site"])
        route = Route(
            Milestone(row["milestone"]),
            row["station_id"],
            row["next_station_id"],
            str(row["station_id"] or name_key(row["site"])),
            str(row["next_station_id"] or name_key(row["next_site"])),
        )
        book.add(written, route, row["id"])
    reader = RouteReader(settings)
    records: list[list[Any]] = []
    new: dict[int, tuple[Any, ...]] = {}
    zones = set()
    takeable = 0
    for form in found:
        raw = (form.scan, form.site, form.next_site)
        written = Written(*(text.strip() for text in raw))
        read = reader.read(written)
        if isinstance(read, RouteRefusal):
            records.append([*raw, *[None] * 5, form.rows, read.column, read.value, read.code])
            continue
        route = read
        number = book.add(written, route)
        zones.add(reader.zone(route))
        takeable += form.rows
        if number > stored:
            places = (route.station_id, route.next_station_id)
            new[number] = (*msgspec.structs.astuple(written), route.milestone.value, *places)
        known = (route.is_ours, reader.zone(route), form.rows)
        records.append([*raw, number, None, None, *known, *[None] * 3])
    book.assign_codes()
    for record in records:
        if record[3] is not None:
            record[4], record[5] = book.same_as(record[3]), book.code(record[3])
    if new:
        rows = [(number, book.same_as(number), *rest) for number, rest in new.items()]
        await staging.add_routes(connection, firm_id, rows)
    await staging.store_forms(connection, [tuple(record) for record in records])
    return book, sorted(zones), takeable


async def read_moments(connection: Connection, suspicion: Suspicion) -> None:
    """Read in Python the written times under the suspicion, and refuse rows with none."""
    await staging.forget_moments(connection)
    # The blank one sorts before all others, so it is none of those asked for.
    await staging.store_moments(connection, [("", None, None, "time_invalid")])
    after = ""
    while times := await staging.odd_times(connection, suspicion, after, MOMENTS_A_TURN):
        await staging.store_moments(connection, [_moment_record(written) for written in times])
        after = times[-1]
    await staging.refuse_moments(connection)


def _moment_record(written: str) -> tuple[Any, ...]:
    moment = parse_moment(written)
    if moment is None:
        return (written, None, None, "formula" if written.startswith("=") else "time_invalid")
    return (written, moment.at, moment.local, None)


async def read_stories(
    connection: Connection, source: Source, book: RouteBook, not_weighing: frozenset[UUID]
) -> None:
    """Give every story of `source` its shapes."""
    is_more = True
    while is_more:
        told = await parcels.stories(connection, source, STORIES_A_TURN)
        shapes = [(codes, shapes_of(book.signals(codes), not_weighing)) for codes in told]
        await parcels.add_shapes(connection, shapes)
        is_more = len(told) == STORIES_A_TURN
