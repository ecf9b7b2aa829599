"""What a fine posts and takes back: the transactions that it causes, each linked to it (domain §6).

Who bears what is decided elsewhere; here it is only written down, or negated.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from stationdesk.ledger import service as ledger
from stationdesk.ledger.postings import Posting
from stationdesk.penalties import chart
from stationdesk.penalties.repository import award_shares, fines
from stationdesk.penalties.repository.fines import Connection, FineRow
from stationdesk.penalties.splits.relief import Relief

INTAKE, ATTRIBUTED, AWARDED, REVERSED = "intake", "attribution", "award", "reversal"
CLOSED = "close"
"""Steps of a fine: taken in, attributed, cut at the close by the wage's cap, given back by an
award; and whatever negates one of these."""
DECIDED: Final = (ATTRIBUTED, CLOSED, AWARDED)
"""What a decision has caused, as against what the fine was taken in with."""
WHOLE: Final = (INTAKE, *DECIDED)


async def negate(
    connection: Connection,
    firm_id: UUID,
    fine: FineRow,
    steps: tuple[str, ...],
    note: str,
    now: datetime,
) -> None:
    """Reverse the standing transactions of those steps (domain §6, step 6).

    Each is negated in the open month and linked to its original, those of a closed month too.
    Awards that were given back of the fine are to be shared out anew: `awards.settling`.
    """
    for transaction_id in await fines.standing_transactions(connection, firm_id, fine.id, steps):
        await negate_one(connection, firm_id, fine, transaction_id, note, now)
    if AWARDED in steps:
        await award_shares.end_shares(connection, firm_id, now, fine_id=fine.id)


async def wage_reliefs(connection: Connection, firm_id: UUID, fine_id: UUID) -> tuple[Relief, ...]:
    """What a close left on the agent, if its wage cap cut something off: no more is his when the
    fine is split again. To be asked before the fine's transactions are negated."""
    if not await fines.standing_transactions(connection, firm_id, fine_id, (CLOSED,)):
        return ()
    borne = (await award_shares.borne(connection, firm_id, [fine_id]))[fine_id]
    left_fen = sum(fen for account, fen in borne.items() if account.startswith("agent/"))
    return (Relief("agent", max(left_fen, 0), "wage_cap"),)


async def negate_one(
    connection: Connection,
    firm_id: UUID,
    fine: FineRow,
    transaction_id: UUID,
    note: str,
    now: datetime,
) -> None:
    """Reverse a transaction of the fine in the open month, and remember by which."""
    key = f"fine/{fine.id}/reversal/{transaction_id}"
    reversal = await ledger.reverse(connection, firm_id, transaction_id, key, note, now)
    link = (fine.id, fine.station_id, reversal.transaction_id)
    await fines.add_transactions(connection, firm_id, REVERSED, [link])
    await fines.mark_reversed(connection, firm_id, fine.id, transaction_id, reversal.transaction_id)


async def take_in(
    connection: Connection, firm_id: UUID, fine: FineRow, amount_fen: int, now: datetime
) -> None:
    """Step 1 of the worked example, for what is left of a line (a refund: the signs turned).

    An award's line may be taken in again: each time is a posting of its own.
    """
    times = await fines.times_linked(connection, firm_id, fine.id, INTAKE)
    entries = chart.intake_entries(fine.station_code, amount_fen)
    await ledger.open_accounts(connection, firm_id, [account for account, _ in entries], now)
    posting = Posting(
        key=f"fine/{fine.id}/intake/{fine.given_back_fen}/{times}",
        kind="fine_intake",
        occurred_at=fine.occurred_at,
        entries=entries,
        reference=reference_of(fine),
    )
    posted = await ledger.post(connection, firm_id, posting, now)
    link = (fine.id, fine.station_id, posted.transaction_id)
    await fines.add_transactions(connection, firm_id, INTAKE, [link])


def reference_of(fine: FineRow) -> str:
    """What a transaction says that it is about."""
    return f"{fine.carrier} {fine.bill_no} {fine.line_no} {fine.code} {fine.waybill}".strip()
