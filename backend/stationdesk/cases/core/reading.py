"""Reading cases: one in full, those of a waybill, the kinds."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases import personal
from stationdesk.cases.capacities import capacities
from stationdesk.cases.contacts.people import people_of
from stationdesk.cases.core.context import CaseContext, load, with_facts
from stationdesk.cases.core.opening import clean_waybill
from stationdesk.cases.forms import form_schema, opening_schema
from stationdesk.cases.kinds import CaseKind, Label, all_kinds
from stationdesk.cases.promises.terms import clock_rule
from stationdesk.cases.repository import pages, records, timeline
from stationdesk.cases.repository.timeline import TimelineRow
from stationdesk.cases.rows import case_row, holder_ref, record_fields
from stationdesk.cases.schemas import (
    ActionOut,
    AttachmentOut,
    CaseDetail,
    CaseRow,
    ChecklistOut,
    ClockOut,
    CustodyOut,
    ExemptionRef,
    KindOut,
    PolicyRef,
    RefusalOut,
    RungOut,
    StateOut,
    TimelineOut,
)
from stationdesk.evidence.schemas import AttachmentRecord
from stationdesk.evidence.sniffing import PLAYABLE
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection
from stationdesk.workflow.custody import Holder, HolderKind, Interval, assert_adds_up
from stationdesk.workflow.decisions import permitted
from stationdesk.workflow.definition import Event, Refusal, Transition

HOLDER_EVENTS = {
    "opened": Label("已打开", "Opened"),
    "claimed": Label("认领", "Claimed"),
    "released": Label("放回队列", "Released"),
    "transferred": Label("转交", "Transferred"),
    "reassigned": Label("改派", "Reassigned"),
    "snoozed": Label("稍后处理", "Snoozed"),
    "woke": Label("到点提醒", "Woke"),
    "lease_expired": Label("超时未动,放回队列", "Lease expired"),
    "covered": Label("休假，转代班人", "On leave: to the cover"),
    "shift_handed_over": Label("交接班", "Shift handed over"),
    "forgotten": Label("久未动", "Forgotten"),
    "noted": Label("备注", "Note"),
    "evidence_added": Label("添加证据", "Evidence added"),
    "evidence_labelled": Label("证据改归", "Evidence relabelled"),
    "evidence_deleted": Label("按制度删除证据", "Evidence deleted by policy"),
    "legal_hold_set": Label("设为留存保全", "Legal hold set"),
    "legal_hold_released": Label("解除留存保全", "Legal hold released"),
    "precedent_marked": Label("收入案例档案", "Made a precedent"),
    "precedent_withdrawn": Label("撤出案例档案", "Precedent withdrawn"),
    "clock_rung": Label("时限提醒", "Clock"),
    "clock_recomputed": Label("时限重算", "Clock reckoned again"),
    "link_pasted": Label("已复制群消息催办", "Text copied to ask in the group"),
    "link_sent_again": Label("再次催办", "Asked again"),
    "link_opened": Label("打开了链接", "Opened the link"),
    "link_answered": Label("通过链接答复", "Answered by link"),
    "link_revoked": Label("链接已作废", "Link revoked"),
    "correction_recorded": Label("当面纠正已记录", "Correction recorded"),
    "correction_overdue": Label("当面纠正逾期未记录", "No correction recorded in time"),
    "contacts_changed": Label("更新联系人", "Contacts changed"),
    "contact_revealed": Label("查看完整联系方式", "Contact shown in full"),
    "risk_proposed": Label("提议列入风险档案", "Proposed for the risk register"),
    "promise_made": Label("对客户承诺", "Promised to the customer"),
    "promise_kept": Label("承诺已兑现", "Promise kept"),
    "promise_kept_late": Label("承诺逾时兑现", "Promise kept too late"),
    "promise_broken": Label("承诺未兑现", "Promise broken"),
    "promise_withdrawn": Label("承诺撤回", "Promise taken back"),
    "promise_moved": Label("承诺改期", "Promise moved"),
    "undone": Label("撤销", "Undone"),
    "note_withdrawn": Label("撤回备注", "Note withdrawn"),
    "filing_warned": Label("上报提醒", "Warned before sending"),
    "child_opened": Label("另开工作项", "Opened another case"),
}
"""Texts of what is the same for every kind."""


async def case_detail(
    session: AsyncSession, actor: Actor, case_id: UUID, now: datetime
) -> CaseDetail:
    """Everything about one case, as this actor sees it; the parcel is left to the caller."""
    context = await with_facts(session, actor, await load(session, actor, case_id), None, now)
    connection = await raw_connection(session)
    record = context.record
    ended = await records.ended_custody(connection, actor.firm_id, case_id, record.version)
    events = await timeline.of_case(connection, actor.firm_id, case_id)
    related = await pages.related(
        connection, actor.firm_id, record.waybill, case_id, record.parent_case_id
    )
    return CaseDetail(
        **record_fields(record, actor.member_id),
        order_no=record.order_no,
        counterparty=record.counterparty,
        claimed_amount_fen=record.claimed_amount_fen,
        awarded_amount_fen=record.awarded_amount_fen,
        outcome=record.outcome,
        answered_at=record.answered_at,
        lease_until=record.lease_until,
        source=record.source,
        details=personal.shown(
            personal.marks_of(context.kind.details), msgspec.json.decode(record.details), actor
        ),
        clocks=_clocks(context, now),
        custody=_custody(context, ended, actor.member_id),
        timeline=[_timeline(context.kind, each, actor) for each in events],
        checklist=_checklist(context),
        actions=_actions(context, actor, now),
        attachments=[attachment_out(each) for each in context.attachments],
        related=[case_row(each, actor.member_id) for each in related if each["id"] != case_id],
        parent_case_id=record.parent_case_id,
        **msgspec.structs.asdict(await people_of(session, actor, record, now)),
    )


async def cases_of_waybill(session: AsyncSession, actor: Actor, waybill: str) -> list[CaseRow]:
    """Every case of a waybill that the actor may see, the latest first."""
    connection = await raw_connection(session)
    rows = await pages.of_waybill(connection, actor.firm_id, clean_waybill(waybill))
    return [case_row(row, actor.member_id) for row in rows]


def kinds() -> list[KindOut]:
    """The kinds with their states and the schemas of their details."""
    return [
        KindOut(
            kind=kind.code,
            label_zh=kind.messages.name.zh,
            label_en=kind.messages.name.en,
            directions=list(kind.workflows),
            states={
                direction: [
                    StateOut(
                        state, kind.messages.states[state].zh, kind.messages.states[state].en,
                        state in workflow.final_states,
                    )
                    for state in sorted(workflow.states)
                ]
                for direction, workflow in kind.workflows.items()
            },
            outcomes={
                code: {"zh": label.zh, "en": label.en}
                for code, label in kind.messages.outcomes.items()
            },
            details_schema=form_schema(kind, kind.details),
            create_schema=opening_schema(kind),
            group=kind.messages.group,
            is_waybill_optional=kind.is_waybill_optional,
        )
        for kind in all_kinds()
    ]  # fmt: skip


def attachment_out(row: AttachmentRecord) -> AttachmentOut:
    """A file as people see it."""
    return AttachmentOut(
        id=row.id,
        name=row.name,
        size_bytes=row.size_bytes,
        sha256=row.sha256.hex(),
        media_type=row.media_type,
        checklist_code=row.checklist_code,
        uploaded_by=row.uploaded_by_name,
        created_at=row.created_at,
        captured_at=row.captured_at,
        captured_by=row.captured_by,
        source=row.source,
        has_preview=row.preview_key is not None and row.deleted_at is None,
        is_playable=row.media_type in PLAYABLE and row.deleted_at is None,
        deleted_at=row.deleted_at,
    )


def _clocks(context: CaseContext, now: datetime) -> list[ClockOut]:
    shown: list[ClockOut] = []
    for each in context.clocks:
        clock = each.clock
        label = clock_rule(context.kind, clock.name).label
        shown.append(
            ClockOut(
                id=each.id,
                name=clock.name,
                label_zh=label.zh,
                label_en=label.en,
                owner=str(clock.owner),
                started_at=clock.started_at,
                due_at=clock.due_at,
                paused_at=clock.paused_at,
                stopped_at=clock.stopped_at,
                breached_at=clock.breached_at(now),
                rungs=[
                    RungOut(rung.minutes_before, rung.at, rung.fired_at, rung.is_late)
                    for rung in clock.rungs
                ],
                policy=PolicyRef(
                    each.policy_code,
                    each.policy_version,
                    each.policy_title,
                    each.policy_version_id,
                ),
                exemptions=[
                    ExemptionRef(mark.id, mark.title, mark.proof) for mark in each.exemptions
                ],
                granted_due_at=each.granted_due_at,
            )
        )
    return shown


def _custody(context: CaseContext, ended: list[Interval], me: UUID | None) -> list[CustodyOut]:
    record = context.record
    holder = Holder(HolderKind(record.holder_kind), record.holder_reference, record.holder_name)
    intervals = [*ended, Interval(holder, record.custody_since)]
    assert_adds_up(intervals, record.opened_at, record.closed_at)
    if record.closed_at is not None:
        intervals.pop()
    return [
        CustodyOut(
            holder_ref(str(each.holder.kind), each.holder.reference, each.holder.name, me),
            each.from_at,
            each.to_at,
        )
        for each in intervals
    ]


def _timeline(kind: CaseKind, row: TimelineRow, actor: Actor) -> TimelineOut:
    label = kind.messages.events.get(row.event) or HOLDER_EVENTS.get(row.event)
    label = label or Label(row.event, row.event)
    text, data = personal.shown_line(kind, row.event, row.text, row.data, actor)
    return TimelineOut(
        row.id, row.at, row.case_version, row.actor_name, row.event, label.zh, label.en,
        text, data,
    )  # fmt: skip


def _checklist(context: CaseContext) -> list[ChecklistOut]:
    files = {each.checklist_code: each.id for each in context.attachments}
    waived = {each.code: (each.member_name, each.reason) for each in context.waivers}
    return [
        ChecklistOut(
            item.code, item.zh, item.en, item.is_required, files.get(item.code),
            *waived.get(item.code, (None, None)),
        )
        for item in context.checklist
    ]  # fmt: skip


def _actions(context: CaseContext, actor: Actor, now: datetime) -> list[ActionOut]:
    """What the case's state knows, in the order of its definition, each allowed or refused."""
    workflow = context.kind.workflow(context.record.direction)
    view, mine = context.view(), capacities(actor, context.record)
    here: dict[str, Transition] = {}
    for transition in workflow.transitions:
        if view.state in transition.sources:
            here.setdefault(transition.event, transition)
    shown: list[ActionOut] = []
    for event, transition in here.items():
        found = permitted(workflow, view, Event(event, mine), now)
        label = context.kind.messages.events[event]
        refusal = None
        if isinstance(found, Refusal):
            refusal = RefusalOut(found.code, found.zh, found.en, list(found.missing))
        shown.append(
            ActionOut(
                event, label.zh, label.en, refusal is None, refusal,
                form_schema(context.kind, transition.data),
            )
        )  # fmt: skip
    return shown
