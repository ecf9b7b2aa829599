"""Deciding who bears a fine, and taking it back: posted in the transaction that records it."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.foundation.ids import new_id
from stationdesk.ledger import service as ledger
from stationdesk.ledger.postings import Posting
from stationdesk.penalties import chart
from stationdesk.penalties.causes.evidence import evidence_of, proposal_json
from stationdesk.penalties.causes.words import CAUSE_ZH, Cause, Party
from stationdesk.penalties.errors import (
    AgentNeeded,
    AgentUnknown,
    AlreadyAttributed,
    FineReversed,
    FineUnknown,
    NothingToReverse,
)
from stationdesk.penalties.repository import decisions, fines
from stationdesk.penalties.repository.decisions import AgentRow, AttributionRow, NewAttribution
from stationdesk.penalties.repository.fines import Connection, FineRow
from stationdesk.penalties.splits.splitting import Prepared, known_rule_sets, prepare
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection

ATTRIBUTION = "fine_attribution"
INTAKE, ATTRIBUTED, REVERSED = "intake", "attribution", "reversal"


async def attribute(
    session: AsyncSession,
    actor: Actor,
    fine_id: UUID,
    *,
    cause: Cause,
    agent: str | None,
    note: str,
    now: datetime,
) -> None:
    """Decide a fine: split by the rule of its day and post step 2 of the worked example.

    `agent`: an e-mail or a member id; for agent_negligence the proposal's where left out. A
    carrier's error is recorded and posts nothing: the fine stays undecided until its appeal ends.
    Raises FineUnknown, AlreadyAttributed, FineReversed, AgentNeeded, AgentUnknown.
    """
    connection = await raw_connection(session)
    fine = await _locked(connection, actor.firm_id, fine_id)
    present = await decisions.present_attribution(connection, actor.firm_id, fine_id)
    _check_undecided(fine, present, cause)
    proposal, case_id = await _proposal(session, actor, connection, fine, now)
    await fines.set_proposal(connection, actor.firm_id, fine_id, proposal, case_id)
    chosen = await _agent(connection, actor.firm_id, cause, agent, proposal)
    if present is not None:
        ended_by = f"{CAUSE_ZH[cause]} / {cause}"
        await decisions.end_attribution(
            connection, actor.firm_id, fine_id, actor.name, ended_by, now
        )
    if cause is Cause.CARRIER_ERROR and not fine.is_appeal_over:
        await record(connection, actor, fine, cause, chosen, note, None, now)
        await fines.set_fine(connection, actor.firm_id, fine_id, fine.status, cause)
        return
    known = await known_rule_sets(connection, actor.firm_id)
    prepared = await prepare(connection, actor.firm_id, fine, cause, chosen, known, now)
    if prepared.needs_agent and chosen is None:
        raise AgentNeeded(
            f"The rule {prepared.rule_name!r} gives the agent a share: name the agent by e-mail.",
            field="agent",
        )
    await record(connection, actor, fine, cause, chosen, note, prepared, now)
    await fines.set_fine(connection, actor.firm_id, fine_id, "attributed", cause)


async def record(
    connection: Connection,
    actor: Actor,
    fine: FineRow,
    cause: Cause,
    agent: AgentRow | None,
    note: str,
    prepared: Prepared | None,
    now: datetime,
) -> None:
    """Write the decision, and post it where there is a split."""
    attribution_id, transaction_id = new_id(), None
    if prepared is not None:
        names = [account for account, _ in prepared.entries]
        await ledger.open_accounts(connection, actor.firm_id, names, now)
        posting = Posting(
            key=f"fine/{fine.id}/attribution/{attribution_id}",
            kind=ATTRIBUTION,
            occurred_at=fine.occurred_at,
            entries=prepared.entries,
            reference=reference_of(fine),
            period=prepared.period,
        )
        posted = await ledger.post(connection, actor.firm_id, posting, now)
        transaction_id = posted.transaction_id
        link = (fine.id, fine.station_id, transaction_id)
        await fines.add_transactions(connection, actor.firm_id, ATTRIBUTED, [link])
    await decisions.add_attribution(
        connection,
        actor.firm_id,
        NewAttribution(
            id=attribution_id,
            fine_id=fine.id,
            station_id=fine.station_id,
            cause=cause,
            amount_fen=fine.net_fen,
            agent_member_id=None if agent is None else agent.id,
            agent_name=None if agent is None else agent.name,
            agent_account=None if agent is None else chart.agent(agent.email),
            agent_fen=0 if prepared is None else prepared.split.total(Party.AGENT),
            period=None if prepared is None else prepared.period,
            note=note,
            rule=None if prepared is None else prepared.rule_json(),
            inputs=None if prepared is None else _json(prepared.inputs),
            steps=_json(prepared.steps if prepared else []),
            shares=_json(prepared.shares if prepared else []),
            transaction_id=transaction_id,
            decided_by_member_id=actor.member_id,
            decided_by=actor.name,
            decided_at=now,
        ),
    )


async def reverse(
    session: AsyncSession,
    actor: Actor,
    fine_id: UUID,
    *,
    note: str,
    is_reopening: bool,
    now: datetime,
) -> None:
    """Take a decision back (domain §6, step 6).

    Every transaction of the fine that stands is negated in the open month, linked to its original:
    what it was taken in with too, because HQ has given the money back. The fine is `reversed`, and
    the refund line that comes later only matches it. With `is_reopening` the decision was wrong
    and the fine stands: the attribution alone is negated, and the fine is undecided again.
    Raises FineUnknown, NothingToReverse, FineReversed.
    """
    connection = await raw_connection(session)
    fine = await _locked(connection, actor.firm_id, fine_id)
    if fine.status == "reversed":
        raise FineReversed("The fine has been reversed already; nothing is left of it.")
    present = await decisions.present_attribution(connection, actor.firm_id, fine_id)
    if present is None:
        raise NothingToReverse("The fine has not been attributed, so there is nothing to reverse.")
    steps = (ATTRIBUTED,) if is_reopening else (INTAKE, ATTRIBUTED)
    await negate(connection, actor.firm_id, fine, steps, note, now)
    await decisions.end_attribution(connection, actor.firm_id, fine_id, actor.name, note, now)
    status = "undecided" if is_reopening else "reversed"
    await fines.set_fine(connection, actor.firm_id, fine_id, status, None)


async def negate(
    connection: Connection,
    firm_id: UUID,
    fine: FineRow,
    steps: tuple[str, ...],
    note: str,
    now: datetime,
) -> None:
    """Reverse the standing transactions of those steps, and remember by which."""
    for transaction_id in await fines.standing_transactions(connection, firm_id, fine.id, steps):
        key = f"fine/{fine.id}/reversal/{transaction_id}"
        reversal = await ledger.reverse(connection, firm_id, transaction_id, key, note, now)
        link = (fine.id, fine.station_id, reversal.transaction_id)
        await fines.add_transactions(connection, firm_id, REVERSED, [link])
        await fines.mark_reversed(
            connection, firm_id, fine.id, transaction_id, reversal.transaction_id
        )


def reference_of(fine: FineRow) -> str:
    """What a transaction says that it is about."""
    return f"{fine.carrier} {fine.bill_no} {fine.line_no} {fine.code} {fine.waybill}".strip()


async def _locked(connection: Connection, firm_id: UUID, fine_id: UUID) -> FineRow:
    fine = await fines.get_fine(connection, firm_id, fine_id, lock=True)
    if fine is None:
        raise FineUnknown("There is no such fine; reload the list.")
    return fine


def _check_undecided(fine: FineRow, present: AttributionRow | None, cause: Cause) -> None:
    if fine.status == "reversed":
        raise FineReversed("The fine has been given back: there is nothing to attribute.")
    is_repeated = present is not None and present.cause == cause
    if fine.status == "attributed" or is_repeated:
        assert present is not None
        raise AlreadyAttributed(
            f"{present.decided_by} has decided it as {present.cause}; reload the fine. To decide "
            "it anew, reverse the attribution first.",
            decided_by=present.decided_by,
            decided_at=present.decided_at.isoformat(),
            cause=present.cause,
        )


async def _proposal(
    session: AsyncSession, actor: Actor, connection: Connection, fine: FineRow, now: datetime
) -> tuple[dict[str, Any] | None, UUID | None]:
    found = await evidence_of(
        session,
        actor,
        station_id=fine.station_id,
        zone=ZoneInfo(fine.timezone),
        waybill=fine.waybill,
        occurred_at=fine.occurred_at,
        same_charges=await fines.same_charges(connection, actor.firm_id, fine),
        now=now,
    )
    return proposal_json(found.proposal), None if found.case is None else found.case.id


async def _agent(
    connection: Connection,
    firm_id: UUID,
    cause: Cause,
    named: str | None,
    proposal: dict[str, Any] | None,
) -> AgentRow | None:
    if named is not None and named.strip():
        found = await agent_by_reference(connection, firm_id, named.strip())
        if found is None:
            raise AgentUnknown(
                f"{named!r} is no member of this firm; give an e-mail or a member id.",
                field="agent",
            )
        return found
    if cause is not Cause.AGENT_NEGLIGENCE:
        return None
    proposed = proposal and proposal["cause"] == cause and proposal["agent"]
    if not proposed:
        raise AgentNeeded(
            "Nothing proposes an agent for this fine: name the agent by e-mail.", field="agent"
        )
    return await agent_by_reference(connection, firm_id, proposed["member_id"])


async def agent_by_reference(
    connection: Connection, firm_id: UUID, reference: str
) -> AgentRow | None:
    """A member by id or e-mail."""
    try:
        member_id, email = UUID(reference), None
    except ValueError:
        member_id, email = None, reference
    return await decisions.agent_by(connection, firm_id, member_id=member_id, email=email)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
