"""Tables of fines, as migration 0005 makes them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, ForeignKeyConstraint, LargeBinary, SmallInteger
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

_AT: Any = DateTime(timezone=True)


def _of_station() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["firm_id", "station_id"], ["stations.firm_id", "stations.id"])


class Fine(SQLModel, table=True):
    """One line of a bill: an amount deducted (positive) or given back (negative)."""

    __tablename__ = "fines"
    __table_args__ = (_of_station(),)

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    station_id: UUID
    origin: str = "bill"
    batch_id: UUID | None = None
    carrier: str
    bill_no: str
    line_no: str
    row_number: int
    waybill: str
    code: str
    name: str
    amount_fen: int = Field(sa_type=BigInteger)
    refunded_fen: int = Field(default=0, sa_type=BigInteger)
    refund_of: UUID | None = None
    occurred_at: datetime = Field(sa_type=_AT)
    notified_at: datetime | None = Field(default=None, sa_type=_AT)
    appeal_due_at: datetime | None = Field(default=None, sa_type=_AT)
    note: str
    content_hash: bytes = Field(sa_type=LargeBinary)
    status: str
    cause: str | None = None
    case_id: UUID | None = None
    proposal: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    proposed_cause: str | None = None
    taken_in_at: datetime = Field(sa_type=_AT)
    appeal_case_id: UUID | None = None
    appeal_outcome: str | None = None
    appeal_amount_fen: int | None = Field(default=None, sa_type=BigInteger)
    appeal_decided_at: datetime | None = Field(default=None, sa_type=_AT)
    advanced_fen: int = Field(default=0, sa_type=BigInteger)
    category: str = "other"
    confidence_percent: int | None = Field(default=None, sa_type=SmallInteger)
    duplicate_of: UUID | None = None
    duplicate_rule: str | None = None


class FineAttribution(SQLModel, table=True):
    """A decision 定责; the present one of a fine has no `ended_at`.

    `rule`, `inputs` and `steps` are enough to recompute the split years later. Without
    `transaction_id` nothing was posted: a carrier's error waits for the appeal.
    """

    __tablename__ = "fine_attributions"
    __table_args__ = (ForeignKeyConstraint(["firm_id", "fine_id"], ["fines.firm_id", "fines.id"]),)

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    fine_id: UUID
    station_id: UUID
    cause: str
    amount_fen: int = Field(sa_type=BigInteger)
    agent_member_id: UUID | None = None
    agent_name: str | None = None
    agent_account: str | None = None
    agent_fen: int = Field(default=0, sa_type=BigInteger)
    period: date | None = None
    note: str
    rule: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    inputs: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    steps: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    shares: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    transaction_id: UUID | None = None
    decided_by_member_id: UUID | None = None
    decided_by: str
    decided_at: datetime = Field(sa_type=_AT)
    ended_at: datetime | None = Field(default=None, sa_type=_AT)
    ended_by: str | None = None
    end_note: str | None = None
    approved_by_member_id: UUID | None = None
    approved_by: str | None = None
    agent_dispute_until: datetime | None = Field(default=None, sa_type=_AT)
    station_dispute_until: datetime | None = Field(default=None, sa_type=_AT)
    told_at: datetime | None = Field(default=None, sa_type=_AT)


class FineTransaction(SQLModel, table=True):
    """Every ledger transaction that a fine has caused, and what reversed it."""

    __tablename__ = "fine_transactions"

    firm_id: UUID = Field(primary_key=True)
    fine_id: UUID = Field(primary_key=True)
    transaction_id: UUID = Field(primary_key=True)
    station_id: UUID
    step: str
    reversed_by: UUID | None = None


class ArbitrationAward(SQLModel, table=True):
    """Money that an arbitration brought 返款, recorded by its case, or a line of a bill, or both.

    `is_stations`: a person said that it is the station's own; `same_as`: it is that other one.
    """

    __tablename__ = "arbitration_awards"
    __table_args__ = (_of_station(),)

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    case_id: UUID | None = None
    line_id: UUID | None = None
    same_as: UUID | None = None
    station_id: UUID
    waybill: str
    ground: str
    amount_fen: int = Field(sa_type=BigInteger)
    received_at: datetime = Field(sa_type=_AT)
    proof: str
    recorded_by: str
    recorded_at: datetime = Field(sa_type=_AT)
    status: str = "waiting"
    is_stations: bool = False
    decided_by: str | None = None
    decided_at: datetime | None = Field(default=None, sa_type=_AT)
    note: str = ""


class AwardFine(SQLModel, table=True):
    """A fine that an award is about; `chosen_by` is empty where it was clear by itself."""

    __tablename__ = "award_fines"

    firm_id: UUID = Field(primary_key=True)
    award_id: UUID = Field(primary_key=True)
    fine_id: UUID = Field(primary_key=True)
    station_id: UUID
    chosen_by: str
    chosen_at: datetime = Field(sa_type=_AT)


class AwardShare(SQLModel, table=True):
    """What one bearer of a fine was given back; without a transaction: the station, whom
    headquarters paid. Once taken back it has `ended_at`."""

    __tablename__ = "award_shares"

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    award_id: UUID
    fine_id: UUID
    station_id: UUID
    party: str
    account: str
    name: str
    amount_fen: int = Field(sa_type=BigInteger)
    transaction_id: UUID | None = None
    shared_at: datetime = Field(sa_type=_AT)
    ended_at: datetime | None = Field(default=None, sa_type=_AT)


class SplitRuleSet(SQLModel, table=True):
    """A version of the firm's split rules, or of a station's contract."""

    __tablename__ = "split_rule_sets"
    __table_args__ = (_of_station(),)

    firm_id: UUID = Field(primary_key=True, foreign_key="firms.id")
    id: UUID = Field(primary_key=True)
    station_id: UUID | None = None
    name: str
    version: int
    effective_from: date
    rules: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    created_by: str
    created_at: datetime = Field(sa_type=_AT)


class FineCode(SQLModel, table=True):
    """What a carrier's item code is about, as the firm says."""

    __tablename__ = "fine_codes"

    firm_id: UUID = Field(primary_key=True)
    carrier: str = Field(primary_key=True)
    code: str = Field(primary_key=True)
    name: str = ""
    category: str
    changed_at: datetime = Field(sa_type=_AT)
    changed_by_name: str
