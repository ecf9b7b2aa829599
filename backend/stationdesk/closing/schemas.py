"""What months show over HTTP. Amounts in fen; no figure of a wage but in `WageOut`."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec


class CheckLine(msgspec.Struct, frozen=True):
    """A line of the checklist; `level`: blocker, warning, ok. `samples`: the first few by name."""

    code: str
    level: str
    count: int
    amount_fen: int
    samples: list[str]
    title_zh: str
    title_en: str
    remedy_zh: str
    remedy_en: str
    link: str


class Checklist(msgspec.Struct, frozen=True):
    """A month's lines, blockers first."""

    period: str
    is_closed: bool
    items: list[CheckLine]


class MonthOut(msgspec.Struct, frozen=True):
    """A month. `state`: open, waiting, posting, sealing, stating, done, refused.

    `figures` of a closed one, in fen: deducted, overflow, paid_back, fees, vat, payable,
    receivable; and counts: agents, shares, stations, fees_count, settlements.
    """

    period: str
    state: str
    closed_at: datetime | None
    closed_by: str | None
    requested_by: str | None
    requested_at: datetime | None
    finished_at: datetime | None
    done: int
    total: int
    problem: str
    figures: dict[str, Any]


class MonthPage(msgspec.Struct, frozen=True):
    """Months, the latest first."""

    items: list[MonthOut]


class CloseIn(msgspec.Struct, frozen=True):
    """`confirm`: the month, typed again: 2026-11."""

    confirm: str


class NoteIn(msgspec.Struct, frozen=True):
    note: str


class AcceptedOut(msgspec.Struct, frozen=True):
    """How many fines were listed as open just now."""

    accepted: int


class WageOut(msgspec.Struct, frozen=True):
    """A wage, and what may be deducted of it. For finance alone."""

    member_id: UUID
    name: str
    email: str
    wage_fen: int
    overtime_fen: int
    allowances_fen: int
    minimum_fen: int
    days_worked: int | None
    days_due: int | None
    cap_fen: int
    file_name: str
    entered_at: datetime
    entered_by_name: str


class WagePage(msgspec.Struct, frozen=True):
    """The month's wages by name; `missing`: agents with shares who have none yet."""

    items: list[WageOut]
    missing: list[str]
    next_cursor: str | None


class ShareOut(msgspec.Struct, frozen=True):
    """What a fine puts on an agent. `state` before the close: noticed, told, untold, frozen,
    paid_back; after it: deducted, over_cap, not_noticed, frozen, paid_back.

    `deducted_fen`, `overflow_fen` and the overflow's transaction are there after the close.
    """

    fine_id: UUID
    station_name: str
    waybill: str
    fine_name: str
    fine_fen: int
    occurred_at: datetime
    cause: str | None
    pending_fen: int
    noticed_fen: int
    state: str
    deducted_fen: int | None
    overflow_fen: int | None
    transaction_id: UUID | None


class SharePage(msgspec.Struct, frozen=True):
    """One agent's fines of a month, the older first."""

    items: list[ShareOut]
    next_cursor: str | None


class DeductionOut(msgspec.Struct, frozen=True):
    """An agent's shares of a month, in sums; no wage and no cap.

    noticed: told and delivered; told: not delivered yet. `deducted_fen` and `overflow_fen` (to the
    firm) are there after the close.
    """

    account: str
    member_id: UUID | None
    name: str
    shares: int
    noticed_fen: int
    told_fen: int
    untold_fen: int
    frozen_fen: int
    paid_back_fen: int
    has_wage: bool
    has_left: bool
    deducted_fen: int | None
    overflow_fen: int | None


class DeductionPage(msgspec.Struct, frozen=True):
    """Agents with shares in a month, by account."""

    items: list[DeductionOut]
    next_cursor: str | None


class NoticesIn(msgspec.Struct, frozen=True):
    """For one agent, or for all of them."""

    member_id: UUID | None = None


class NoticesMade(msgspec.Struct, frozen=True):
    """How many notices were made, of how many shares."""

    notices: int
    shares: int


class NoticeLineOut(msgspec.Struct, frozen=True):
    fine_id: UUID
    cause: str
    amount_fen: int
    fine_fen: int
    station_name: str
    waybill: str
    fine_name: str
    occurred_at: datetime
    rule_name: str


class NoticeOut(msgspec.Struct, frozen=True):
    """A notice of deduction; `delivered_how`: opened, paper."""

    id: UUID
    number: str
    period: str
    member_id: UUID
    agent_name: str
    amount_fen: int
    lines: int
    made_at: datetime
    made_by_name: str
    delivered_at: datetime | None
    delivered_how: str | None
    delivered_by_name: str | None
    delivery_note: str | None
    acknowledged_at: datetime | None


class NoticeDetail(NoticeOut, frozen=True, kw_only=True):
    """With the reason and amount of each fine."""

    fines: list[NoticeLineOut]


class NoticePage(msgspec.Struct, frozen=True):
    items: list[NoticeOut]
    next_cursor: str | None


class ReceiptIn(msgspec.Struct, frozen=True):
    """By the agent: he has opened it; `acknowledged`: and confirms that he knows it."""

    acknowledged: bool = False


class DeliveryIn(msgspec.Struct, frozen=True):
    """On paper: the day, and to whom or how."""

    delivered_on: date
    note: str


class OvertimeIn(msgspec.Struct, frozen=True):
    """Minutes of overtime of a station in a month."""

    minutes: int
    note: str = ""


class FeeOut(msgspec.Struct, frozen=True):
    """A contract's fee of a month; days and amounts that it comes from."""

    station_id: UUID
    station_code: str
    station_name: str
    contract_id: UUID
    held_from: date
    held_to: date
    days_of_month: int
    parcels: int
    month_fen: int
    parcels_fen: int
    minimum_fen: int
    top_up_fen: int
    overtime_minutes: int
    overtime_fen: int
    net_fen: int
    vat_basis_points: int
    vat_fen: int
    gross_fen: int


class StationOvertimeOut(msgspec.Struct, frozen=True):
    station_id: UUID
    station_code: str
    station_name: str
    minutes: int
    note: str


class FeePage(msgspec.Struct, frozen=True):
    """`is_charged`: posted with the close; else what it would be now."""

    is_charged: bool
    items: list[FeeOut]
    overtime: list[StationOvertimeOut]
    net_fen: int
    vat_fen: int
    next_cursor: str | None


class SettlementOut(msgspec.Struct, frozen=True):
    """payable = credit − unattributed − frozen − paid_since; below zero the station owes it.

    `state`: open, paid, carried, nothing.
    """

    station_id: UUID
    station_code: str
    station_name: str
    credit_fen: int
    unattributed_fen: int
    frozen_fen: int
    paid_since_fen: int
    fee_fen: int
    payable_fen: int
    state: str
    paid_on: date | None
    reference: str | None
    recorded_by_name: str | None


class SettlementPage(msgspec.Struct, frozen=True):
    items: list[SettlementOut]
    next_cursor: str | None


class PayrollOut(msgspec.Struct, frozen=True):
    """What a close takes from an agent's wage, and why no more. For finance alone.

    noticed = deducted + over_cap; payroll = deducted − paid_back.
    """

    name: str
    account: str
    wage_fen: int | None
    overtime_fen: int | None
    allowances_fen: int | None
    minimum_fen: int | None
    cap_fen: int
    noticed_fen: int
    not_noticed_fen: int
    deducted_fen: int
    over_cap_fen: int
    frozen_fen: int
    paid_back_fen: int
    payroll_fen: int


class PayrollPage(msgspec.Struct, frozen=True):
    """A closed month's payroll by name."""

    items: list[PayrollOut]
    next_cursor: str | None


class PaymentIn(msgspec.Struct, frozen=True):
    """The whole settlement was paid, one way or the other. `reference`: the bank's."""

    paid_on: date
    reference: str
