"""Many fines decided as they are proposed, where rule and proposal agree: one transaction, one
statement of the ledger. What is done here is undone by reversals alone, one by one.

A fine is left out wherever a person should look: nothing or something new is proposed, confidence
is low, it should be appealed first, or the rule that would hold does not name the cause.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.foundation.errors import StationdeskError
from stationdesk.foundation.ids import new_id
from stationdesk.ledger import service as ledger
from stationdesk.penalties.approvals.limits import is_within
from stationdesk.penalties.awards.settling import settle_awards
from stationdesk.penalties.booking import ATTRIBUTED
from stationdesk.penalties.bulk import repository
from stationdesk.penalties.bulk.refusals import RowRefused
from stationdesk.penalties.bulk.schemas import BulkOut
from stationdesk.penalties.bulk.selection import Selection, check_note, keep, select
from stationdesk.penalties.bulk.splitting import Splitter
from stationdesk.penalties.causes.evidence import Evidence, evidence_of_fines, proposal_json
from stationdesk.penalties.causes.policy import PENALTIES, PenaltyParameters
from stationdesk.penalties.causes.proposing import Proposal
from stationdesk.penalties.causes.words import Cause
from stationdesk.penalties.repository import decisions, fines
from stationdesk.penalties.repository.decisions import AgentRow
from stationdesk.penalties.repository.fines import Connection, FineRow
from stationdesk.penalties.service.attribution import attribute, posting_of, written
from stationdesk.penalties.splits.splitting import Prepared
from stationdesk.policies import service as policies
from stationdesk.policies.service import InForce
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection

NOTE: Final = "批量按建议 / as proposed, in bulk"
Held: TypeAlias = Callable[[str | None, datetime], InForce[PenaltyParameters]]


@dataclass(frozen=True, slots=True)
class _Decided:
    """A fine with what is to be written and posted for it."""

    fine: FineRow
    proposal: Proposal
    agent: AgentRow | None
    prepared: Prepared
    attribution_id: UUID


async def decide_as_proposed(
    session: AsyncSession, actor: Actor, fine_ids: Sequence[UUID], note: str, now: datetime
) -> BulkOut:
    """Decide each fine as its proposal says; a refused one leaves nothing behind.

    Over the actor's limit a decision waits for approval, as a single one does. Raises
    BulkOfFinesInvalid.
    """
    connection = await raw_connection(session)
    note = check_note(note, "note") or NOTE
    selection = await select(connection, actor.firm_id, fine_ids)
    await _leave_out_settled(connection, actor.firm_id, selection)
    held = await policies.parameters_over_time(connection, actor.firm_id, PENALTIES)
    left = selection.left()
    weighed = await evidence_of_fines(session, actor, left, now)
    found = {fine.id: evidence for fine, evidence in zip(left, weighed, strict=True)}
    proposed = [each.proposal.agent for each in weighed if each.proposal is not None]
    agents = await repository.agents(
        connection, actor.firm_id, [agent[0] for agent in proposed if agent is not None]
    )
    splitter = await Splitter.begin(connection, actor.firm_id, now)
    decided: list[_Decided] = []
    for fine in left:
        evidence = found[fine.id]
        try:
            proposal = _agreed(fine, evidence, held(fine.carrier, fine.occurred_at))
            if not is_within(actor.role, fine.net_fen, held(fine.carrier, now).parameters):
                await _let_wait(session, actor, selection, fine, proposal, note, now)
                continue
            agent = _agent(proposal, agents)
            prepared = await splitter.prepare(fine, proposal.cause, agent)
            _demand_rule(prepared, proposal.cause, agent)
            splitter.book(fine, agent, prepared)
            decided.append(_Decided(fine, proposal, agent, prepared, new_id()))
            selection.done(fine.id, "decided")
        except RowRefused as refused:
            if refused.code == "proposal_changed":
                await _keep_proposal(connection, actor.firm_id, fine, evidence)
            selection.refused(fine.id, refused.code)
    await _write(connection, actor, decided, found, held, note, now)
    return await keep(connection, actor, "decide", note, selection, now)


async def _leave_out_settled(connection: Connection, firm_id: UUID, selection: Selection) -> None:
    """What a look at the rows alone rules out."""
    ids = list(selection.fines)
    waiting = await repository.waiting(connection, firm_id, ids)
    decided = await repository.decided(connection, firm_id, ids)
    appealed = await repository.under_appeal(connection, firm_id, ids)
    for fine in selection.left():
        if fine.status == "reversed":
            selection.refused(fine.id, "fine_reversed")
        elif fine.status == "attributed":
            selection.refused(fine.id, "already_attributed")
        elif fine.id in waiting:
            selection.refused(fine.id, "awaits_approval")
        elif fine.amount_fen < 0:
            selection.refused(fine.id, "refund")
        elif fine.id in appealed or fine.id in decided:
            # Decided without a posting: a carrier's error that waits for its appeal.
            selection.refused(fine.id, "under_appeal")


def _agreed(fine: FineRow, evidence: Evidence, held: InForce[PenaltyParameters]) -> Proposal:
    """The proposal, where it may be followed unseen. Raises RowRefused."""
    proposal = evidence.proposal
    if proposal is None:
        raise RowRefused("no_proposal")
    if evidence.twin or evidence.notice or proposal.cause is Cause.CARRIER_ERROR:
        raise RowRefused("appeal_first")
    if fine.proposed_cause != proposal.cause:
        raise RowRefused("proposal_changed")
    if round(proposal.confidence * 100) < held.parameters.bulk_confidence_percent:
        raise RowRefused("low_confidence")
    return proposal


def _agent(proposal: Proposal, agents: dict[UUID, AgentRow]) -> AgentRow | None:
    if proposal.cause is not Cause.AGENT_NEGLIGENCE:
        return None
    found = agents.get(proposal.agent[0]) if proposal.agent else None
    if found is None:
        raise RowRefused("agent_gone")
    return found


def _demand_rule(prepared: Prepared, cause: Cause, agent: AgentRow | None) -> None:
    """A rule agrees that names the cause; without any rule, the bearer that domain §6 names, but
    for an agent's negligence, which no default may charge to an agent."""
    names_it = cause in prepared.rule.match.causes
    is_default = prepared.rule_version == 0
    if not names_it or (is_default and cause is Cause.AGENT_NEGLIGENCE):
        raise RowRefused("rule_silent")
    if prepared.needs_agent and agent is None:
        raise RowRefused("agent_gone")


async def _let_wait(
    session: AsyncSession,
    actor: Actor,
    selection: Selection,
    fine: FineRow,
    proposal: Proposal,
    note: str,
    now: datetime,
) -> None:
    """Over the limit: through the single decision, which knows how it waits."""
    try:
        async with session.begin_nested():
            outcome = await attribute(
                session, actor, fine.id, cause=proposal.cause, agent=None, note=note, now=now
            )
    except StationdeskError as error:
        selection.refused(fine.id, error.code, error)
        return
    selection.done(fine.id, outcome)


async def _write(
    connection: Connection,
    actor: Actor,
    decided: Sequence[_Decided],
    found: Mapping[UUID, Evidence],
    held: Held,
    note: str,
    now: datetime,
) -> None:
    """Post step 2 of all of them in one statement, and keep each decision with its transaction."""
    if not decided:
        return
    firm_id = actor.firm_id
    names = {account for each in decided for account, _ in each.prepared.entries}
    await ledger.open_accounts(connection, firm_id, sorted(names), now)
    postings = [posting_of(each.fine, each.attribution_id, each.prepared) for each in decided]
    period = decided[0].prepared.period
    posted = await ledger.post_all(connection, firm_id, postings, now, period)
    links = [
        (each.fine.id, each.fine.station_id, transaction.transaction_id)
        for each, transaction in zip(decided, posted, strict=True)
    ]
    await fines.add_transactions(connection, firm_id, ATTRIBUTED, links)
    for each, (_, _, transaction_id) in zip(decided, links, strict=True):
        fine, cause = each.fine, each.proposal.cause
        await decisions.add_attribution(
            connection,
            firm_id,
            written(
                actor, fine, cause, each.agent, note, each.prepared, held(fine.carrier, now), now,
                each.attribution_id, transaction_id,
            ),
        )  # fmt: skip
        await _keep_proposal(connection, firm_id, fine, found[fine.id])
        await fines.set_fine(connection, firm_id, fine.id, "attributed", cause)
    await settle_awards(connection, actor, [each.fine.id for each in decided], now)


async def _keep_proposal(
    connection: Connection, firm_id: UUID, fine: FineRow, evidence: Evidence
) -> None:
    case_id = None if evidence.case is None else evidence.case.id
    await fines.set_proposal(
        connection, firm_id, fine.id, proposal_json(evidence.proposal), case_id
    )
