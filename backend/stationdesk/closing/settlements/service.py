"""Settlements with stations: what a closed month left payable, and its payment (domain §6).

One settlement a station and month. What is not paid when the next month closes is carried: it is
in that month's credit, and only that month's settlement can be paid.
"""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from stationdesk.closing import repository as months
from stationdesk.closing.errors import (
    MonthOpen,
    PaymentInvalid,
    SettlementCarried,
    SettlementPaid,
    SettlementUnknown,
)
from stationdesk.closing.months import write_month
from stationdesk.closing.schemas import SettlementOut, SettlementPage
from stationdesk.closing.settlements import repository
from stationdesk.closing.settlements.repository import NewPayment, SettlementRow
from stationdesk.foundation.cursors import page_limit, read_cursor, write_cursor
from stationdesk.foundation.zones import HOME
from stationdesk.ledger import service as ledger
from stationdesk.ledger.postings import Posting
from stationdesk.penalties import chart
from stationdesk.penalties.repository.fines import Connection
from stationdesk.tenancy.actor import Actor

SETTLEMENT_KIND: Final = "settlement"
CASH: Final = "cash"
REFERENCE_MAX: Final = 200


async def settlement_page(
    connection: Connection, firm_id: UUID, period: date, cursor: str | None, limit: int
) -> SettlementPage:
    """A closed month's settlements by station; none while it is open. Raises CursorInvalid."""
    limit = page_limit(limit)
    after = read_cursor(cursor, tuple[str])
    rows = await repository.settlements(
        connection, firm_id, period, after=after[0] if after else "", limit=limit + 1
    )
    later = await repository.later_settlement(connection, firm_id, period)
    page = rows[:limit]
    return SettlementPage(
        items=[shown(row, later) for row in page],
        next_cursor=write_cursor(page[-1].station_code) if len(rows) > limit else None,
    )


async def pay(
    connection: Connection,
    actor: Actor,
    period: date,
    station_id: UUID,
    *,
    paid_on: date,
    reference: str,
    now: datetime,
) -> None:
    """Record that a settlement was paid, whole: Dr station · Cr cash in the open month, or the
    other way round where the station owed. The same again is a replay.

    Raises MonthOpen, SettlementUnknown, SettlementPaid, SettlementCarried, PaymentInvalid.
    """
    reference = reference.strip()
    if not 1 <= len(reference) <= REFERENCE_MAX or not reference.isprintable():
        raise PaymentInvalid(
            f"Give the bank's reference or a receipt number, in at most {REFERENCE_MAX} characters "
            "on one line.",
            field="reference",
            zh=f"请填银行流水号或收据号（一行，最多 {REFERENCE_MAX} 个字）。",
        )
    firm_id = actor.firm_id
    await repository.lock_settlement(connection, firm_id, period)
    # Held open first: a close cannot come between the look at the later months and the payment.
    posted_period = await ledger.open_period(connection, firm_id, now)
    row = await _settlement(connection, firm_id, period, station_id)
    closed_at = await months.closed_at(connection, firm_id, period)
    if closed_at is None or not (
        closed_at.astimezone(HOME).date() <= paid_on <= now.astimezone(HOME).date()
    ):
        raise PaymentInvalid(
            "It was paid between the day of the close and today.",
            field="paid_on",
            zh="付款日期要在关账之后、今天之前，请改日期。",
        )
    if row.paid_fen is not None:
        if (row.paid_on, row.reference) == (paid_on, reference):
            return
        raise SettlementPaid(
            f"{row.recorded_by_name} has recorded its payment of {row.paid_on} already "
            f"({row.reference}).",
            recorded_by=row.recorded_by_name,
        )
    await _check_payable(connection, firm_id, period, row)
    account = chart.station(row.station_code)
    await ledger.open_accounts(connection, firm_id, [CASH], now)
    posting = Posting(
        key=f"close/{write_month(period)}/settlement/{station_id}",
        kind=SETTLEMENT_KIND,
        occurred_at=now,
        entries=((account, row.payable_fen), (CASH, -row.payable_fen)),
        reference=f"{write_month(period)} {row.station_code} {reference}",
    )
    posted = await ledger.post(connection, firm_id, posting, now)
    payment = NewPayment(
        station_id=station_id,
        amount_fen=row.payable_fen,
        paid_on=paid_on,
        reference=reference,
        posted_period=posted_period,
        transaction_id=posted.transaction_id,
        recorded_at=now,
        recorded_by_name=actor.name,
    )
    await repository.add_payment(connection, firm_id, period, payment)


def shown(row: SettlementRow, later: date | None) -> SettlementOut:
    """A settlement with where it stands. `later`: a month closed after it."""
    if row.paid_fen is not None:
        state = "paid"
    elif row.payable_fen == 0:
        state = "nothing"
    else:
        state = "carried" if later else "open"
    names = set(SettlementOut.__struct_fields__) - {"state"}
    return SettlementOut(**{name: getattr(row, name) for name in names}, state=state)


async def _settlement(
    connection: Connection, firm_id: UUID, period: date, station_id: UUID
) -> SettlementRow:
    if await months.closed_at(connection, firm_id, period) is None:
        raise MonthOpen(
            f"{write_month(period)} is not closed: what is payable is known then.",
            period=write_month(period),
        )
    found = await repository.settlements(connection, firm_id, period, station_id=station_id)
    if not found:
        raise SettlementUnknown("The month left nothing to settle with this station.")
    return found[0]


async def _check_payable(
    connection: Connection, firm_id: UUID, period: date, row: SettlementRow
) -> None:
    later = await repository.later_settlement(connection, firm_id, period)
    if later is not None:
        raise SettlementCarried(
            f"It was not paid when {write_month(later)} was closed, and is part of what that month "
            "left payable: record the payment there.",
            later=write_month(later),
        )
    if row.payable_fen == 0:
        raise PaymentInvalid(
            "Nothing is payable to this station, nor by it.",
            zh="与该网点没有要收付的款项，不用登记。",
        )
