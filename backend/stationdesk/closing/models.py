"""Tables of the months, as migration 0019 makes them. Written and read by hand-written SQL."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, ForeignKeyConstraint, SmallInteger
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

_AT: Any = DateTime(timezone=True)


def _to(table: str, *columns: str) -> ForeignKeyConstraint:
    key = [*columns[:-1], "id"]
    return ForeignKeyConstraint([*columns], [f"{table}.{each}" for each in key])


def _fen() -> Any:
    return Field(sa_type=BigInteger)


def _maybe_fen() -> Any:
    return Field(default=None, sa_type=BigInteger, nullable=True)


class Wage(SQLModel, table=True):
    """An agent's wage of a month, overtime and special allowances included; finance alone sees it.

    `days_worked` of `days_due`: of a month worked in part, whose minimum wage counts in part.
    """

    __tablename__ = "wages"
    __table_args__ = (_to("members", "firm_id", "member_id"),)

    firm_id: UUID = Field(primary_key=True)
    period: date = Field(primary_key=True)
    member_id: UUID = Field(primary_key=True)
    wage_fen: int = _fen()
    overtime_fen: int = _fen()
    allowances_fen: int = _fen()
    minimum_fen: int = _fen()
    days_worked: int | None = Field(default=None, sa_type=SmallInteger)
    days_due: int | None = Field(default=None, sa_type=SmallInteger)
    file_name: str
    entered_at: datetime = Field(sa_type=_AT)
    entered_by_name: str


class StationOvertime(SQLModel, table=True):
    """Minutes of overtime of a month that a station is charged for."""

    __tablename__ = "station_overtime"
    __table_args__ = (_to("stations", "firm_id", "station_id"),)

    firm_id: UUID = Field(primary_key=True)
    period: date = Field(primary_key=True)
    station_id: UUID = Field(primary_key=True)
    minutes: int
    note: str = ""
    entered_at: datetime = Field(sa_type=_AT)
    entered_by_name: str


class AcceptedOpenFine(SQLModel, table=True):
    """An undecided fine with which somebody, by name, lets the month be closed."""

    __tablename__ = "accepted_open_fines"
    __table_args__ = (_to("fines", "firm_id", "fine_id"),)

    firm_id: UUID = Field(primary_key=True)
    period: date = Field(primary_key=True)
    fine_id: UUID = Field(primary_key=True)
    note: str
    accepted_at: datetime = Field(sa_type=_AT)
    accepted_by_name: str


class DeductionNotice(SQLModel, table=True):
    """Written notice 扣款通知 to an agent, before anything is deducted."""

    __tablename__ = "deduction_notices"
    __table_args__ = (_to("members", "firm_id", "member_id"),)

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    number: str
    period: date
    member_id: UUID
    agent_name: str
    amount_fen: int = _fen()
    made_at: datetime = Field(sa_type=_AT)
    made_by_name: str
    delivered_at: datetime | None = Field(default=None, sa_type=_AT)
    delivered_how: str | None = None
    delivered_by_name: str | None = None
    delivery_note: str | None = None
    acknowledged_at: datetime | None = Field(default=None, sa_type=_AT)


class DeductionNoticeLine(SQLModel, table=True):
    """One fine of a notice: the share, and why."""

    __tablename__ = "deduction_notice_lines"
    __table_args__ = (
        _to("deduction_notices", "firm_id", "notice_id"),
        _to("fines", "firm_id", "fine_id"),
    )

    firm_id: UUID = Field(primary_key=True)
    notice_id: UUID = Field(primary_key=True)
    fine_id: UUID = Field(primary_key=True)
    member_id: UUID
    cause: str
    amount_fen: int = _fen()
    fine_fen: int = _fen()
    station_name: str
    waybill: str
    fine_name: str
    occurred_at: datetime = Field(sa_type=_AT)
    rule_name: str


class MonthClosing(SQLModel, table=True):
    """A close asked for: waiting → posting → sealing → stating → done, or refused with a reason."""

    __tablename__ = "month_closings"

    firm_id: UUID = Field(primary_key=True, foreign_key="firms.id")
    period: date = Field(primary_key=True)
    state: str
    requested_at: datetime = Field(sa_type=_AT)
    requested_by_name: str
    requested_by_member_id: UUID | None = None
    posted_at: datetime | None = Field(default=None, sa_type=_AT)
    finished_at: datetime | None = Field(default=None, sa_type=_AT)
    done: int = 0
    total: int = 0
    problem: str = ""
    figures: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)


class ClosedAgent(SQLModel, table=True):
    """What a close reckoned for an agent, with what the cap was reckoned from."""

    __tablename__ = "closed_agents"

    firm_id: UUID = Field(primary_key=True)
    period: date = Field(primary_key=True)
    agent_account: str = Field(primary_key=True)
    member_id: UUID | None = None
    agent_name: str
    wage_fen: int | None = _maybe_fen()
    overtime_fen: int | None = _maybe_fen()
    allowances_fen: int | None = _maybe_fen()
    minimum_fen: int | None = _maybe_fen()
    cap_fen: int = _fen()
    noticed_fen: int = _fen()
    not_noticed_fen: int = _fen()
    deducted_fen: int = _fen()
    over_cap_fen: int = _fen()
    frozen_fen: int = _fen()
    paid_back_fen: int = _fen()
    payroll_fen: int = _fen()
    transaction_id: UUID | None = None


class ClosedShare(SQLModel, table=True):
    """An agent's share of a fine at a close: what of it was deducted, what went to the firm.

    `transaction_id` is the overflow's (Dr firm/penalty_cost · Cr agent).
    """

    __tablename__ = "closed_shares"

    firm_id: UUID = Field(primary_key=True)
    period: date = Field(primary_key=True)
    fine_id: UUID = Field(primary_key=True)
    agent_account: str = Field(primary_key=True)
    member_id: UUID | None = None
    station_id: UUID
    pending_fen: int = _fen()
    noticed_fen: int = _fen()
    deducted_fen: int = _fen()
    overflow_fen: int = _fen()
    outcome: str
    notice_id: UUID | None = None
    transaction_id: UUID | None = None


class ServiceFee(SQLModel, table=True):
    """What a contract cost a station in a month, without VAT, and the VAT on it."""

    __tablename__ = "service_fees"
    __table_args__ = (_to("contracts", "firm_id", "contract_id"),)

    firm_id: UUID = Field(primary_key=True)
    period: date = Field(primary_key=True)
    contract_id: UUID = Field(primary_key=True)
    station_id: UUID
    held_from: date
    held_to: date
    days_of_month: int = Field(sa_type=SmallInteger)
    parcels: int
    month_fen: int = _fen()
    parcels_fen: int = _fen()
    minimum_fen: int = _fen()
    top_up_fen: int = _fen()
    overtime_minutes: int
    overtime_fen: int = _fen()
    net_fen: int = _fen()
    vat_basis_points: int
    vat_fen: int = _fen()
    transaction_id: UUID | None = None


class StationSettlement(SQLModel, table=True):
    """Payable to a station (below zero: by it) at the end of a month, after its fee."""

    __tablename__ = "station_settlements"
    __table_args__ = (_to("stations", "firm_id", "station_id"),)

    firm_id: UUID = Field(primary_key=True)
    period: date = Field(primary_key=True)
    station_id: UUID = Field(primary_key=True)
    credit_fen: int = _fen()
    unattributed_fen: int = _fen()
    frozen_fen: int = _fen()
    paid_since_fen: int = _fen()
    payable_fen: int = _fen()


class ClosedFrozenFine(SQLModel, table=True):
    """What a month withheld from a station for a fine under dispute; settled in a later one."""

    __tablename__ = "closed_frozen_fines"

    firm_id: UUID = Field(primary_key=True)
    period: date = Field(primary_key=True)
    fine_id: UUID = Field(primary_key=True)
    station_id: UUID
    station_fen: int = _fen()


class SettlementPayment(SQLModel, table=True):
    """The payment of a settlement; positive: by the firm to the station."""

    __tablename__ = "settlement_payments"
    __table_args__ = (
        ForeignKeyConstraint(
            ["firm_id", "period", "station_id"],
            [
                "station_settlements.firm_id",
                "station_settlements.period",
                "station_settlements.station_id",
            ],
        ),
    )

    firm_id: UUID = Field(primary_key=True)
    period: date = Field(primary_key=True)
    station_id: UUID = Field(primary_key=True)
    amount_fen: int = _fen()
    paid_on: date
    reference: str
    posted_period: date
    transaction_id: UUID
    recorded_at: datetime = Field(sa_type=_AT)
    recorded_by_name: str
