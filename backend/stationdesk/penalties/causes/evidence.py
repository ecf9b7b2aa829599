"""What the cases of a waybill know about its fines, for one fine or a whole bill at once.

Cases, clocks and custody are read set by set; `weigh`, which is pure, then looks at each fine.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.cases.service import CaseFacts, evidence_for_waybills
from stationdesk.penalties.bills.categories import CATEGORY_LABELS, FineCategory
from stationdesk.penalties.causes import repository
from stationdesk.penalties.causes.codes import NOT_ABOUT_TIME, cases_about
from stationdesk.penalties.causes.falsehoods import propose_by_code
from stationdesk.penalties.causes.knowledge import Knowledge, knowledge_of
from stationdesk.penalties.causes.pointing import (
    REVERSED,
    Charge,
    Notice,
    Repeat,
    Twin,
    exempting,
    pointed_out,
)
from stationdesk.penalties.causes.policy import figures
from stationdesk.penalties.causes.proposing import (
    ClockSpan,
    HeldSpan,
    MeasuredSpan,
    Proposal,
    breached_clock,
    measure,
    out_of_contract,
    propose,
)
from stationdesk.penalties.causes.staffing import Lane
from stationdesk.penalties.causes.texts import Sentence
from stationdesk.penalties.repository.fines import Connection, FineRow
from stationdesk.stations.contracts import service as contracts
from stationdesk.stations.contracts.coverage import uncovered
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection
from stationdesk.workflow.custody import HolderKind

APPEAL: Final = "penalty_appeal"
UPHELD: Final = "fine_upheld"
Place = tuple[UUID, str]


@dataclass(frozen=True, slots=True)
class Question:
    """What a fine says of itself."""

    station_id: UUID
    carrier: str
    zone: ZoneInfo
    waybill: str
    code: str
    name: str
    occurred_at: datetime

    @property
    def place(self) -> Place:
        """By which its cases are found."""
        return self.station_id, self.waybill


@dataclass(frozen=True, slots=True)
class Evidence:
    """The case that a fine is about, its breached clock, who held it, and what that proposes;
    `twin` and `notice`: why it should be appealed instead."""

    case: CaseFacts | None
    clock: ClockSpan | None
    custody: tuple[MeasuredSpan, ...]
    proposal: Proposal | None
    twin: Twin | None = None
    notice: Notice | None = None


NOTHING: Final = Evidence(None, None, (), None)


async def evidence_of_fine(
    session: AsyncSession, actor: Actor, fine: FineRow, now: datetime
) -> Evidence:
    """The evidence on one fine, and the proposal that follows from it."""
    return (await evidence_of_fines(session, actor, [fine], now))[0]


async def evidence_of_fines(
    session: AsyncSession, actor: Actor, fines: Sequence[FineRow], now: datetime
) -> list[Evidence]:
    """The same for several fines, in their order, in as many queries as for one."""
    if not fines:
        return []
    connection = await raw_connection(session)
    questions = [question_of(fine) for fine in fines]
    times = [fine.occurred_at for fine in fines]
    stations = {fine.station_id for fine in fines}
    known = await knowledge_of(session, actor.firm_id, stations, min(times), max(times))
    cases = await cases_of(connection, actor.firm_id, questions, now)
    repeated = [fine.place for fine in fines if fine.duplicate_of is not None]
    charges = await charges_by_id(connection, actor.firm_id, repeated)
    found = []
    for fine, question in zip(fines, questions, strict=True):
        weighed = weigh(question, cases.get(question.place, ()), known, now)
        first = charges.get(fine.duplicate_of) if fine.duplicate_of else None
        twin = None
        if first is not None and first.status != REVERSED and fine.duplicate_rule is not None:
            twin = Twin(first, Repeat(fine.duplicate_rule))
        # What headquarters have refused to take back is borne by whoever held it.
        is_refused = fine.appeal_outcome == UPHELD
        found.append(weighed if is_refused else point_out(weighed, question, twin, known))
    return found


def question_of(fine: FineRow) -> Question:
    """A stored fine's question."""
    return Question(
        fine.station_id, fine.carrier, ZoneInfo(fine.timezone), fine.waybill, fine.code,
        fine.name, fine.occurred_at,
    )  # fmt: skip


async def cases_of(
    connection: Connection, firm_id: UUID, questions: Sequence[Question], now: datetime
) -> dict[Place, list[CaseFacts]]:
    """The cases of the fines' waybills, without appeals: those come after the fine, and say nothing
    about why it arose."""
    places = {each.place for each in questions if each.waybill}
    found = await evidence_for_waybills(connection, firm_id, sorted(places), now)
    return {
        place: [case for case in cases if case.kind != APPEAL] for place, cases in found.items()
    }


async def charges_by_id(
    connection: Connection, firm_id: UUID, places: Sequence[Place]
) -> dict[UUID, Charge]:
    """Every charge on those waybills so far, the earliest first, by its id."""
    if not places:
        return {}
    rows = await repository.charges_of(connection, firm_id, places)
    return {
        row["id"]: Charge(
            row["id"], (row["station_id"], row["waybill"]), row["code"], row["occurred_at"],
            row["amount_fen"], row["case_id"], row["bill_no"], row["line_no"], row["status"],
            row["duplicate_of"],
        )
        for row in rows
    }  # fmt: skip


def weigh(
    question: Question, cases: Sequence[CaseFacts], known: Knowledge, now: datetime
) -> Evidence:
    """The case whose breached clock the fine is about (else the latest that it can be about), and
    a proposal: from the code where it is about no clock, else from clocks and custody, within what
    the contract covers."""
    category = known.category(question.carrier, question.code, question.name)
    about = cases_about(category, cases)
    if category in NOT_ABOUT_TIME:
        case = about[-1] if about else None
        return Evidence(case, None, (), propose_by_code(category, question.name, case))
    clocks = {
        ClockSpan(
            each.name, each.started_at, each.due_at, each.breached_at,
            each.stopped_at, each.owner == "hq",
        ): (case, each)
        for case in about
        for each in case.clocks
    }  # fmt: skip
    clock = breached_clock(list(clocks), question.occurred_at, now)
    if clock is None:
        case = next(reversed(about or cases), None)
        return Evidence(case, None, (), None)
    case, facts = clocks[clock]
    held = [
        HeldSpan(
            str(each.holder.kind), each.holder.name or None, each.holder.reference,
            each.from_at, each.to_at,
        )
        for each in case.custody
        if each.holder.kind is not HolderKind.CLOSED
    ]  # fmt: skip
    policy = known.policy_at(question.carrier, question.occurred_at)
    lane = Lane(known.staffing, question.station_id, case.direction, question.zone)
    proposal = propose(clock, held, figures(policy), now, question.zone, lane)
    if proposal is not None:
        told = (
            *_about_code(question, category, case),
            _about_policy(facts.policy_title or facts.policy_code, facts.policy_version, policy),
        )
        proposal = replace(proposal, reasons=(*proposal.reasons, *told))
        proposal = _within_contract(proposal, question, case, clock, known)
    return Evidence(case, clock, measure(clock, held, now), proposal)


def point_out(found: Evidence, question: Question, twin: Twin | None, known: Knowledge) -> Evidence:
    """The evidence with what speaks for an appeal."""
    notice = exempting(
        known.notices,
        carrier=question.carrier,
        station_id=question.station_id,
        occurred_at=question.occurred_at,
        kind=None if found.case is None else found.case.kind,
    )
    if twin is None and notice is None:
        return found
    proposal = pointed_out(found.proposal, twin, notice)
    return replace(found, proposal=proposal, twin=twin, notice=notice)


def _within_contract(
    proposal: Proposal, question: Question, case: CaseFacts, clock: ClockSpan, known: Knowledge
) -> Proposal:
    """What the contract of the day does not cover is the station's, whoever held it."""
    found = known.contracts.get(question.station_id, ())
    day = question.occurred_at.astimezone(question.zone).date()
    outside = uncovered(
        contracts.held_on(found, day),
        bool(found),
        kind=case.kind,
        direction=case.direction,
        on=day,
        window=(clock.started_at, clock.due_at),
        zone=question.zone,
    )
    return proposal if outside is None else out_of_contract(proposal, outside)


def _about_code(
    question: Question, category: FineCategory, case: CaseFacts
) -> tuple[Sentence, ...]:
    """That the code is about such cases; nothing where the code says nothing."""
    if category is FineCategory.OTHER or not question.code:
        return ()
    zh, en = CATEGORY_LABELS[category]
    return (
        Sentence(
            "CODE_FITS",
            f"科目 {question.code} 属于“{zh}”，与 {case.number} 相符",
            f"The bill's code {question.code} is about {en.lower()}, as {case.number} is",
        ),
    )


def _about_policy(title: str, version: int, held: Any) -> Sentence:
    return Sentence(
        "POLICY",
        f"时限按《{title}》第 {version} 版，经手下限按《{held.title}》第 {held.version} 版",
        f"Deadline by {title!r} version {version}, minimum handling time by {held.title!r} "
        f"version {held.version}",
    )


def proposal_json(proposal: Proposal | None) -> dict[str, Any] | None:
    """As it is stored with the fine and shown over HTTP."""
    if proposal is None:
        return None
    agent = proposal.agent
    return {
        "cause": str(proposal.cause),
        "agent": agent and {"member_id": str(agent[0]), "name": agent[1]},
        "confidence": proposal.confidence,
        "reasons": [
            {"code": each.code, "text_zh": each.text_zh, "text_en": each.text_en}
            for each in proposal.reasons
        ],
        "against": [
            {"cause": str(each.cause), "text_zh": each.text_zh, "text_en": each.text_en}
            for each in proposal.against
        ],
    }
