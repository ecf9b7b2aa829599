"""Showing fines: the list, and one fine with everything that explains it.

A station owner sees his own fines, why they were decided so and who bore them; not the firm's
rules, its accounts, what is still only proposed, nor more of an agent than the name.
"""

import json
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.penalties.approvals import repository as approvals
from stationdesk.penalties.approvals.limits import is_within, who_may
from stationdesk.penalties.approvals.schemas import ApprovalOut
from stationdesk.penalties.causes.evidence import Evidence, evidence_of_fine, proposal_json
from stationdesk.penalties.causes.words import Cause
from stationdesk.penalties.disputes import repository as disputes
from stationdesk.penalties.disputes.reading import disputes_out
from stationdesk.penalties.errors import BadCursor, FineUnknown
from stationdesk.penalties.repository import appeals, decisions, fines, listing
from stationdesk.penalties.repository.decisions import AttributionRow
from stationdesk.penalties.repository.fines import Connection, FineRow
from stationdesk.penalties.repository.listing import Filters, Mark
from stationdesk.penalties.schemas import (
    AgentRef,
    AppealOut,
    AttributionOut,
    BillOut,
    CaseRef,
    ClockOut,
    CustodyOut,
    EntryOut,
    FineDetail,
    FineOut,
    FinePage,
    HolderOut,
    MarkOut,
    RuleRef,
    SplitOut,
    StationRef,
)
from stationdesk.penalties.service.attribution import agent_by_reference, figures_at
from stationdesk.penalties.splits.splitting import known_rule_sets, prepare
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.permissions import Permission, allows
from stationdesk.tenancy.session import raw_connection

PAGE_MAX: Final = 200


async def fine_page(
    session: AsyncSession,
    actor: Actor,
    *,
    filters: Filters,
    cursor: str | None,
    limit: int,
) -> FinePage:
    """Fines that the actor may see, newest first. Raises BadCursor."""
    try:
        before = None if cursor is None else UUID(cursor)
    except ValueError as error:
        raise BadCursor("The cursor was not made by this list; start from the top.") from error
    connection = await raw_connection(session)
    size = max(1, min(limit, PAGE_MAX))
    rows = await listing.list_fines(connection, actor.firm_id, filters, before, size + 1)
    shown = rows[:size]
    marks = await listing.marks_of(connection, actor.firm_id, [row.id for row in shown])
    return FinePage(
        items=[FineOut(**_fields(actor, row, marks.get(row.id))) for row in shown],
        next_cursor=str(shown[-1].id) if len(rows) > size else None,
    )


async def fine_detail(
    session: AsyncSession, actor: Actor, fine_id: UUID, now: datetime
) -> FineDetail:
    """Everything about one fine. The proposal of an undecided one is made anew. Raises
    FineUnknown."""
    connection = await raw_connection(session)
    fine = await fines.get_fine(connection, actor.firm_id, fine_id)
    if fine is None:
        raise FineUnknown("There is no such fine; reload the list.")
    is_owner = actor.scope == "station"
    found = await evidence_of_fine(session, actor, fine, now)
    is_open = fine.status == "undecided"
    stored = None if fine.proposal is None else json.loads(fine.proposal)
    proposal = proposal_json(found.proposal) if is_open else stored
    if is_owner:
        proposal = None if is_open else _without_ids(proposal)
    decided = await decisions.last_attribution(connection, actor.firm_id, fine_id)
    preview = None
    if is_open and not is_owner:
        preview = await _preview(connection, actor, fine, proposal, now)
    marks = await listing.marks_of(connection, actor.firm_id, [fine.id])
    fields = _fields(actor, fine, marks.get(fine.id))
    if is_open and not is_owner:
        fields["proposed_cause"] = proposal and Cause(proposal["cause"])
    return FineDetail(
        **fields,
        bill=await _bill(connection, actor, fine),
        case=_case(found),
        clock=clock_out(found),
        custody=custody_out(found, actor, is_owner),
        proposal=proposal,
        split_preview=preview,
        attribution=None if decided is None else _attribution(decided, is_owner),
        appeal=await _appeal(connection, actor, fine),
        approval=None if is_owner else await _approval(connection, actor, fine, now),
        disputes=await disputes_out(
            connection, actor, await disputes.of_fine(connection, actor.firm_id, fine_id), now
        ),
    )


async def _approval(
    connection: Connection, actor: Actor, fine: FineRow, now: datetime
) -> ApprovalOut | None:
    row = await approvals.last(connection, actor.firm_id, fine.id)
    if row is None:
        return None
    held = await figures_at(connection, actor.firm_id, fine.carrier, now)
    is_own = actor.member_id is not None and actor.member_id == row.decided_by_member_id
    is_able = is_within(actor.role, fine.net_fen, held.parameters) and not is_own
    return ApprovalOut(
        id=row.id,
        cause=Cause(row.cause),
        agent_name=row.agent_name,
        note=row.note,
        amount_fen=row.amount_fen,
        shares=json.loads(row.shares),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        limit_fen=row.limit_fen,
        state=row.state,
        settled_by=row.settled_by,
        settled_at=row.settled_at,
        settle_note=row.settle_note,
        roles=[str(role) for role in who_may(fine.net_fen, held.parameters)],
        is_own=is_own,
        may_settle=is_able and allows(actor, Permission.FINES_DECIDE),
    )


async def _appeal(connection: Connection, actor: Actor, fine: FineRow) -> AppealOut | None:
    if fine.appeal_case_id is None:
        return None
    case = await appeals.case_of(connection, actor.firm_id, fine.appeal_case_id)
    if case is None:
        return None
    is_open = case["closed_at"] is None
    return AppealOut(
        case_id=case["id"],
        number=case["number"],
        state=case["state"],
        is_open=is_open,
        outcome=None if is_open else fine.appeal_outcome,
        amount_fen=None if is_open else fine.appeal_amount_fen,
        decided_at=None if is_open else fine.appeal_decided_at,
        awaited_fen=max(fine.granted_fen - fine.refunded_fen, 0) if fine.appeal_outcome else 0,
    )


def _fields(actor: Actor, fine: FineRow, mark: Mark | None) -> dict[str, Any]:
    is_owner = actor.scope == "station"
    is_hidden = actor.scope == "station" and fine.status == "undecided"
    return {
        "id": fine.id,
        "bill_no": fine.bill_no,
        "line_no": fine.line_no,
        "station": StationRef(fine.station_id, fine.station_code, fine.station_name, fine.carrier),
        "waybill": fine.waybill or None,
        "code": fine.code,
        "name": fine.name,
        "amount_fen": fine.amount_fen,
        "refunded_fen": fine.refunded_fen,
        "refund_of": fine.refund_of,
        "occurred_at": fine.occurred_at,
        "notified_at": fine.notified_at,
        "appeal_due_at": fine.appeal_due_at,
        "status": fine.status,
        "cause": fine.cause and Cause(fine.cause),
        "proposed_cause": None
        if is_hidden or fine.proposed_cause is None
        else Cause(fine.proposed_cause),
        "note": fine.note,
        "category": fine.category,
        "confidence_percent": None if is_hidden else fine.confidence_percent,
        "mark": None if is_owner or mark is None else _mark(mark),
        "appeal_case_id": None if is_owner else fine.appeal_case_id,
    }


def _mark(mark: Mark) -> MarkOut:
    return MarkOut(
        duplicate_rule=mark.rule,
        first_id=mark.first_id,
        first_bill_no=mark.first_bill_no,
        first_line_no=mark.first_line_no,
        exempted_by=mark.exempted_by,
    )


async def _bill(connection: Connection, actor: Actor, fine: FineRow) -> BillOut | None:
    facts = await fines.bill_facts(connection, actor.firm_id, fine.batch_id)
    if facts is None:
        return None
    file_name, imported_at, figures = facts
    return BillOut(
        file_name=file_name,
        imported_at=imported_at,
        row=fine.row_number,
        total_fen=figures.get("total_fen", 0),
        accepted_fen=figures.get("accepted_fen", 0),
        duplicate_fen=figures.get("duplicate_fen", 0),
        rejected_fen=figures.get("rejected_fen", 0),
    )


def _case(found: Evidence) -> CaseRef | None:
    case = found.case
    return None if case is None else CaseRef(case.id, case.number, case.kind)


def clock_out(found: Evidence) -> ClockOut | None:
    """The clock that the fine is about."""
    clock = found.clock
    if clock is None:
        return None
    return ClockOut(clock.name, clock.started_at, clock.due_at, clock.breached_at, clock.stopped_at)


def custody_out(found: Evidence, actor: Actor, is_owner: bool) -> list[CustodyOut]:
    """Who held the case; an owner gets no ids."""
    return [
        CustodyOut(
            holder=HolderOut(
                kind=each.span.kind,
                name=each.span.name,
                member_id=None if is_owner else each.span.member_id,
                is_me=actor.member_id is not None and each.span.member_id == actor.member_id,
            ),
            from_at=each.span.from_at,
            to_at=each.span.to_at,
            minutes_inside=each.minutes_inside,
            minutes_after=each.minutes_after,
        )
        for each in found.custody
    ]


async def _preview(
    connection: Connection,
    actor: Actor,
    fine: FineRow,
    proposal: dict[str, Any] | None,
    now: datetime,
) -> dict[str, SplitOut]:
    agent = None
    if proposal and proposal["agent"]:
        agent = await agent_by_reference(connection, actor.firm_id, proposal["agent"]["member_id"])
    known = await known_rule_sets(connection, actor.firm_id)
    preview = {}
    for cause in Cause:
        made = await prepare(connection, actor.firm_id, fine, cause, agent, known, now)
        preview[str(cause)] = SplitOut(
            rule=RuleRef(made.rule_name, made.rule_version),
            steps=made.steps,
            shares=made.shares,
            entries=[
                EntryOut(account, max(amount, 0), max(-amount, 0))
                for account, amount in made.entries
            ],
        )
    return preview


def _attribution(row: AttributionRow, is_owner: bool) -> AttributionOut:
    shares, steps = json.loads(row.shares), json.loads(row.steps)
    if is_owner:
        # Agents' accounts carry their e-mails; the party's name is all that an owner needs.
        shares = [{**each, "account": each["party"]} for each in shares]
        steps = [{**each, "account": each["party"]} for each in steps]
    rule = None if row.rule is None else json.loads(row.rule)
    return AttributionOut(
        decided_by=row.decided_by,
        approved_by=row.approved_by,
        decided_at=row.decided_at,
        ended_at=row.ended_at,
        agent_dispute_until=None if is_owner else row.agent_dispute_until,
        station_dispute_until=row.station_dispute_until,
        cause=Cause(row.cause),
        agent=None
        if row.agent_name is None
        else AgentRef(None if is_owner else row.agent_member_id, row.agent_name),
        # Whoever bears a share is given the reasons; what does not concern him stays inside.
        note="" if is_owner and row.station_fen <= 0 else row.note,
        rule=rule and RuleRef(rule["name"], rule["version"]),
        shares=shares,
        steps=steps,
        transaction_id=None if is_owner else row.transaction_id,
    )


def _without_ids(proposal: dict[str, Any] | None) -> dict[str, Any] | None:
    if proposal is None or proposal["agent"] is None:
        return proposal
    return {**proposal, "agent": {"member_id": None, "name": proposal["agent"]["name"]}}
