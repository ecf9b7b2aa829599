"""Refund lines find their fine, and give back to whoever bore it (domain §6, steps 6 and 7).

A refund belongs to a fine of the same station, waybill and code that can still hold it. Where one
fine alone fits, or one alone of exactly that amount, they are joined; otherwise the refund stays
on the list, undecided, and is attributed by a person like a fine with the signs turned round.
"""

import json
from datetime import datetime
from uuid import UUID

from stationdesk.ledger import service as ledger
from stationdesk.ledger.postings import Posting
from stationdesk.penalties import chart
from stationdesk.penalties.causes import Cause, Party
from stationdesk.penalties.repository import decisions, fines
from stationdesk.penalties.repository.decisions import AttributionRow
from stationdesk.penalties.repository.fines import Connection, FineRow
from stationdesk.penalties.rules import Facts, Rule
from stationdesk.penalties.service.attribution import (
    ATTRIBUTED,
    INTAKE,
    agent_by_reference,
    negate,
    record,
    reference_of,
)
from stationdesk.penalties.service.splitting import by_rule
from stationdesk.tenancy.actor import Actor

REFUND_NOTE = "总部退款 / refunded by the carrier"


async def settle(
    connection: Connection, actor: Actor, refund_ids: list[UUID], now: datetime
) -> None:
    """Join or post each refund line that was just taken in."""
    for refund_id in refund_ids:
        refund = await fines.get_fine(connection, actor.firm_id, refund_id)
        assert refund is not None
        fine = await _fine_of(connection, actor.firm_id, refund)
        if fine is None:
            await _post_intake(connection, actor.firm_id, refund, refund.amount_fen, now)
        else:
            await _give_back(connection, actor, fine, refund, now)


async def _fine_of(connection: Connection, firm_id: UUID, refund: FineRow) -> FineRow | None:
    candidates = await fines.refundable(connection, firm_id, refund)
    if len(candidates) > 1:
        candidates = [each for each in candidates if each.net_fen == -refund.amount_fen]
    if len(candidates) != 1:
        return None
    fine = candidates[0]
    # What was reversed by hand, whole, can only be matched whole.
    is_partial = fine.net_fen != -refund.amount_fen
    return None if fine.status == "reversed" and is_partial else fine


async def _give_back(
    connection: Connection, actor: Actor, fine: FineRow, refund: FineRow, now: datetime
) -> None:
    """Negate all that the fine has posted; what is left of it is taken in and split again under
    the original rule. A fine that was reversed by hand before is matched only."""
    firm_id = actor.firm_id
    await fines.join_refund(connection, firm_id, refund.id, fine.id, -refund.amount_fen)
    if fine.status == "reversed":
        return
    present = await decisions.present_attribution(connection, firm_id, fine.id)
    await negate(connection, firm_id, fine, (INTAKE, ATTRIBUTED), REFUND_NOTE, now)
    left = await fines.get_fine(connection, firm_id, fine.id)
    assert left is not None
    if left.net_fen == 0 or (present is not None and present.transaction_id is not None):
        await decisions.end_attribution(connection, firm_id, fine.id, actor.name, REFUND_NOTE, now)
    if left.net_fen == 0:
        await fines.set_fine(connection, firm_id, fine.id, "reversed", None)
        return
    await _post_intake(connection, firm_id, left, left.net_fen, now)
    if present is not None and present.transaction_id is not None:
        await _split_again(connection, actor, left, present, now)


async def _split_again(
    connection: Connection,
    actor: Actor,
    fine: FineRow,
    before: AttributionRow,
    now: datetime,
) -> None:
    stored = json.loads(before.rule or "{}")
    inputs = json.loads(before.inputs or "{}")
    agent = None
    if before.agent_member_id is not None:
        agent = await agent_by_reference(connection, actor.firm_id, str(before.agent_member_id))
    used = {Party(party): fen for party, fen in inputs["month_used_fen"].items()}
    prepared = by_rule(
        stored["name"],
        stored["version"],
        Rule.model_validate(stored["rule"]),
        Facts.model_validate(inputs["facts"]),
        fine,
        agent,
        used,
        await ledger.open_period(connection, actor.firm_id, now),
    )
    await record(connection, actor, fine, Cause(before.cause), agent, REFUND_NOTE, prepared, now)


async def _post_intake(
    connection: Connection, firm_id: UUID, fine: FineRow, amount_fen: int, now: datetime
) -> None:
    entries = chart.intake_entries(fine.station_code, amount_fen)
    await ledger.open_accounts(connection, firm_id, [account for account, _ in entries], now)
    posting = Posting(
        key=f"fine/{fine.id}/intake/{fine.refunded_fen}",
        kind="fine_intake",
        occurred_at=fine.occurred_at,
        entries=entries,
        reference=reference_of(fine),
    )
    posted = await ledger.post(connection, firm_id, posting, now)
    link = (fine.id, fine.station_id, posted.transaction_id)
    await fines.add_transactions(connection, firm_id, INTAKE, [link])
