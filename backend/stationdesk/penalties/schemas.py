"""What fines, rules and the ledger show over HTTP. Amounts in fen, times UTC."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from stationdesk.penalties.approvals.schemas import ApprovalOut
from stationdesk.penalties.causes.words import Cause
from stationdesk.penalties.disputes.schemas import DisputeOut


class StationRef(msgspec.Struct, frozen=True):
    id: UUID
    code: str
    name: str
    carrier: str


class MarkOut(msgspec.Struct, frozen=True):
    """Why a fine should be appealed: the charge that it repeats, by which rule (same_charge,
    same_case), or the exemption notice that it lies in."""

    duplicate_rule: str | None
    first_id: UUID | None
    first_bill_no: str | None
    first_line_no: str | None
    exempted_by: str | None


class FineOut(msgspec.Struct, frozen=True):
    """A line of a bill. `refund_of`: the fine that a refund line was joined to."""

    id: UUID
    bill_no: str
    line_no: str
    station: StationRef
    waybill: str | None
    code: str
    name: str
    amount_fen: int
    refunded_fen: int
    refund_of: UUID | None
    occurred_at: datetime
    notified_at: datetime | None
    appeal_due_at: datetime | None
    status: str
    cause: Cause | None
    proposed_cause: Cause | None
    note: str
    category: str
    confidence_percent: int | None
    mark: MarkOut | None
    appeal_case_id: UUID | None


class FinePage(msgspec.Struct, frozen=True):
    items: list[FineOut]
    next_cursor: str | None


class BillOut(msgspec.Struct, frozen=True):
    """The bill that the line came with; `row`: the line's row in its file."""

    file_name: str
    imported_at: datetime
    row: int
    total_fen: int
    accepted_fen: int
    duplicate_fen: int
    rejected_fen: int


class CaseRef(msgspec.Struct, frozen=True):
    id: UUID
    number: str
    kind: str


class ClockOut(msgspec.Struct, frozen=True):
    """The clock that the fine is about."""

    name: str
    started_at: datetime
    due_at: datetime
    breached_at: datetime | None
    stopped_at: datetime | None


class HolderOut(msgspec.Struct, frozen=True):
    kind: str
    name: str | None
    member_id: UUID | None
    is_me: bool


class CustodyOut(msgspec.Struct, frozen=True):
    """Who held the case, in whole minutes inside of the clock's window and after it."""

    holder: HolderOut
    from_at: datetime
    to_at: datetime | None
    minutes_inside: int
    minutes_after: int


class RuleRef(msgspec.Struct, frozen=True):
    """Version 0: no rule matched, so the default of the cause holds."""

    name: str
    version: int


class EntryOut(msgspec.Struct, frozen=True):
    account: str
    debit_fen: int
    credit_fen: int


class SplitOut(msgspec.Struct, frozen=True):
    """What a cause would lead to, were it decided now."""

    rule: RuleRef
    steps: list[dict[str, Any]]
    shares: list[dict[str, Any]]
    entries: list[EntryOut]


class AgentRef(msgspec.Struct, frozen=True):
    member_id: UUID | None
    name: str


class AttributionOut(msgspec.Struct, frozen=True):
    """The decision. Without `transaction_id` it awaits the end of an appeal.

    `approved_by`: it was over the decider's limit. `…_dispute_until`: who bears nothing has none.
    `ended_at`: it stands no more.
    """

    decided_by: str
    approved_by: str | None
    decided_at: datetime
    ended_at: datetime | None
    agent_dispute_until: datetime | None
    station_dispute_until: datetime | None
    cause: Cause
    agent: AgentRef | None
    note: str
    rule: RuleRef | None
    shares: list[dict[str, Any]]
    steps: list[dict[str, Any]]
    transaction_id: UUID | None


class AppealOut(msgspec.Struct, frozen=True):
    """The last appeal: its case, and how it ended. `awaited_fen`: granted, the refund line not
    here yet."""

    case_id: UUID
    number: str
    state: str
    is_open: bool
    outcome: str | None
    amount_fen: int | None
    decided_at: datetime | None
    awaited_fen: int


class FineDetail(FineOut, frozen=True):
    """With the evidence, the proposal, what each cause would lead to, and the decision.

    `approval`: the latest decision that was over its decider's limit. `disputes`: the latest
    first, as far as the caller may see them.
    """

    bill: BillOut | None
    case: CaseRef | None
    clock: ClockOut | None
    custody: list[CustodyOut]
    proposal: dict[str, Any] | None
    split_preview: dict[str, SplitOut] | None
    attribution: AttributionOut | None
    appeal: AppealOut | None
    approval: ApprovalOut | None
    disputes: list[DisputeOut]


class AppealIn(msgspec.Struct, frozen=True):
    """Why the fine is not accepted; `ground` is one of the appeal's own."""

    ground: str
    reason: str


class AppealOpened(msgspec.Struct, frozen=True):
    """The case that was opened."""

    case_id: UUID
    number: str


class NewAttributionIn(msgspec.Struct, frozen=True):
    """`agent`: an e-mail or a member id."""

    cause: Cause
    agent: str | None = None
    note: str = ""


class ReversalIn(msgspec.Struct, frozen=True):
    """`reopen`: the decision was wrong and the fine stands; else the fine was given back."""

    note: str = ""
    reopen: bool = False
