"""Refund lines find their fine, and give back to whoever bore it (domain §6, steps 6 and 7).

A refund belongs to a fine of the same station, waybill and code that can still hold it. Where one
fine alone fits, or one alone whose appeal granted exactly that amount, or one alone of exactly that
amount, they are joined; otherwise the refund stays on the list, undecided, and is attributed by a
person like a fine with the signs turned round.

What an appeal granted and what refund lines bring is the same money: whichever comes first is
posted, the second only matches it. What an arbitration awarded is another money: such lines go to
`awards`.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from stationdesk.penalties.awards.choosing import is_award_line
from stationdesk.penalties.awards.service import take_line
from stationdesk.penalties.awards.settling import settle_awards
from stationdesk.penalties.booking import WHOLE, negate, take_in, wage_reliefs
from stationdesk.penalties.causes.words import Cause
from stationdesk.penalties.repository import decisions, fines
from stationdesk.penalties.repository.decisions import AttributionRow
from stationdesk.penalties.repository.fines import Connection, FineRow
from stationdesk.penalties.service.attribution import agent_by_reference, record
from stationdesk.penalties.splits.relief import Relief
from stationdesk.penalties.splits.splitting import as_before, known_rule_sets, prepare
from stationdesk.tenancy.actor import Actor

REFUND_NOTE = "总部退款 / refunded by the carrier"


async def settle(
    connection: Connection, actor: Actor, refund_ids: list[UUID], now: datetime
) -> None:
    """Join or post each refund line that was just taken in."""
    for refund_id in refund_ids:
        refund = await fines.get_fine(connection, actor.firm_id, refund_id)
        assert refund is not None
        if is_award_line(refund):
            await take_line(connection, actor, refund, now)
            continue
        fine = await _fine_of(connection, actor.firm_id, refund)
        if fine is None:
            await take_in(connection, actor.firm_id, refund, refund.amount_fen, now)
        else:
            await _give_back(connection, actor, fine, refund, now)


async def _fine_of(connection: Connection, firm_id: UUID, refund: FineRow) -> FineRow | None:
    candidates = await fines.refundable(connection, firm_id, refund)
    if len(candidates) > 1:
        candidates = _awaiting(candidates, -refund.amount_fen) or [
            each for each in candidates if each.net_fen == -refund.amount_fen
        ]
    if len(candidates) != 1:
        return None
    fine = candidates[0]
    # What was reversed by hand, whole, can only be matched whole.
    is_partial = fine.amount_fen - fine.refunded_fen != -refund.amount_fen
    is_by_hand = fine.status == "reversed" and fine.advanced_fen == 0
    return None if is_by_hand and is_partial else fine


def _awaiting(candidates: list[FineRow], refund_fen: int) -> list[FineRow]:
    """Those whose appeal has promised exactly this refund."""
    return [each for each in candidates if each.granted_fen - each.refunded_fen == refund_fen]


async def _give_back(
    connection: Connection, actor: Actor, fine: FineRow, refund: FineRow, now: datetime
) -> None:
    """The line belongs to the fine; a fine that was reversed before is matched only."""
    await fines.join_refund(connection, actor.firm_id, refund.id, fine.id, -refund.amount_fen)
    await restate(connection, actor, fine, REFUND_NOTE, now)


async def restate(
    connection: Connection, actor: Actor, before: FineRow, note: str, now: datetime
) -> None:
    """Post what has been given back of a fine since `before` was read, if anything.

    All that the fine has posted is negated, what a close cut off the agent's share and what awards
    gave back included; what is left of it is taken in, split again under the original rule and that
    month's caps, and the awards are shared out anew. A carrier's error whose appeal is over becomes
    the station's (domain §6).
    """
    left = await fines.get_fine(connection, actor.firm_id, before.id)
    assert left is not None
    if before.status == "reversed":
        return
    if left.net_fen != before.net_fen:
        await _post_what_is_left(connection, actor, left, note, now)
    await _end_carrier_error(connection, actor, left, note, now)
    await settle_awards(connection, actor, [left.id], now)


async def _post_what_is_left(
    connection: Connection, actor: Actor, left: FineRow, note: str, now: datetime
) -> None:
    firm_id = actor.firm_id
    present = await decisions.present_attribution(connection, firm_id, left.id)
    held = await wage_reliefs(connection, firm_id, left.id)
    await negate(connection, firm_id, left, WHOLE, note, now)
    is_split = present is not None and present.transaction_id is not None
    if left.net_fen == 0 or is_split:
        await decisions.end_attribution(connection, firm_id, left.id, actor.name, note, now)
    if left.net_fen == 0:
        await fines.set_fine(connection, firm_id, left.id, "reversed", None)
        return
    await take_in(connection, firm_id, left, left.net_fen, now)
    if present is not None and is_split:
        await _split_again(connection, actor, left, present, held, note, now)


async def _end_carrier_error(
    connection: Connection, actor: Actor, fine: FineRow, note: str, now: datetime
) -> None:
    if not fine.is_appeal_over or fine.net_fen == 0:
        return
    present = await decisions.present_attribution(connection, actor.firm_id, fine.id)
    if present is None or present.cause != Cause.CARRIER_ERROR or present.transaction_id:
        return
    known = await known_rule_sets(connection, actor.firm_id)
    prepared = await prepare(connection, actor.firm_id, fine, Cause.CARRIER_ERROR, None, known, now)
    if prepared.needs_agent:
        # The firm's own rule asks for an agent, whom only a person can name.
        return
    await decisions.end_attribution(connection, actor.firm_id, fine.id, actor.name, note, now)
    await record(connection, actor, fine, Cause.CARRIER_ERROR, None, note, prepared, now)
    await fines.set_fine(connection, actor.firm_id, fine.id, "attributed", Cause.CARRIER_ERROR)


async def _split_again(
    connection: Connection,
    actor: Actor,
    fine: FineRow,
    before: AttributionRow,
    held: Sequence[Relief],
    note: str,
    now: datetime,
) -> None:
    """Under the version, the month's caps and the reliefs that it was split under, and no more for
    the agent than a close has left him of it."""
    agent = None
    if before.agent_member_id is not None:
        agent = await agent_by_reference(connection, actor.firm_id, str(before.agent_member_id))
    assert before.period is not None
    prepared = as_before(before, fine, agent, before.period, held)
    await record(connection, actor, fine, Cause(before.cause), agent, note, prepared, now)
