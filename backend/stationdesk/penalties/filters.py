"""How a list of fines is narrowed, as queries over HTTP ask for it."""

from datetime import date
from typing import TypeAlias
from uuid import UUID

from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery

from stationdesk.foundation.money import yuan_or_none
from stationdesk.penalties.bills.categories import FineCategory
from stationdesk.penalties.causes.words import Cause
from stationdesk.penalties.errors import FilterInvalid
from stationdesk.penalties.repository.listing import MARKS, Filters

STATUSES = ("undecided", "waiting", "attributed", "reversed")


async def read_filters(
    status: FromQuery[str | None] = None,
    station: FromQuery[str | None] = None,
    category: FromQuery[str | None] = None,
    proposed: FromQuery[str | None] = None,
    confidence: FromQuery[int | None] = None,
    mark: FromQuery[str | None] = None,
    day_from: FromQuery[date | None] = None,
    day_to: FromQuery[date | None] = None,
    amount_from: FromQuery[str | None] = None,
    amount_to: FromQuery[str | None] = None,
    batch: FromQuery[UUID | None] = None,
) -> Filters:
    """Status, station (code), category, proposed cause (`none`: without), least confidence in
    percent, mark (duplicate, exempted, any, none), days and amounts (yuan) from and to, the bill's
    import. Raises FilterInvalid."""
    for name, value, known in (
        ("status", status, STATUSES),
        ("category", category, tuple(FineCategory)),
        ("proposed", proposed, (*Cause, "none")),
        ("mark", mark, MARKS),
    ):
        if value is not None and value not in known:
            raise FilterInvalid(
                f"{name} is one of {', '.join(known)}.", field=name, zh="没有这种筛选条件。"
            )
    return Filters(
        status=status,
        station=station,
        category=category,
        proposed=proposed,
        confidence_from=confidence,
        mark=mark,
        day_from=day_from,
        day_to=day_to,
        amount_from_fen=_fen("amount_from", amount_from),
        amount_to_fen=_fen("amount_to", amount_to),
        batch_id=batch,
    )


def _fen(name: str, text: str | None) -> int | None:
    if text is None or not text.strip():
        return None
    amount = yuan_or_none(text)
    if amount is None:
        raise FilterInvalid(
            f"{name} is an amount in yuan, like 50.00.", field=name, zh="金额请写成 50.00。"
        )
    return amount


Narrowed: TypeAlias = NamedDependency[Filters]
"""For handlers that say `dependencies=NARROWING`."""
NARROWING = {"filters": Provide(read_filters)}
