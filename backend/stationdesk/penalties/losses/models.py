"""Tables of losses, as migration 0018 makes them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, ForeignKeyConstraint, LargeBinary
from sqlmodel import Field, SQLModel

_AT: Any = DateTime(timezone=True)


class Loss(SQLModel, table=True):
    """What a station lost and no bill says; `fine_id`: the fine that it became once approved.

    A decided one changes no more; one that waits for approval stays as it was entered (guards).
    """

    __tablename__ = "losses"
    __table_args__ = (
        ForeignKeyConstraint(["firm_id", "case_id"], ["cases.firm_id", "cases.id"]),
        ForeignKeyConstraint(["firm_id", "station_id"], ["stations.firm_id", "stations.id"]),
        ForeignKeyConstraint(["firm_id", "fine_id"], ["fines.firm_id", "fines.id"]),
    )

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    case_id: UUID
    station_id: UUID
    waybill: str
    kind: str
    amount_fen: int = Field(sa_type=BigInteger)
    occurred_at: datetime = Field(sa_type=_AT)
    text: str
    status: str
    entered_by_member_id: UUID | None = None
    entered_by: str
    entered_at: datetime = Field(sa_type=_AT)
    decided_by_member_id: UUID | None = None
    decided_by: str | None = None
    decided_at: datetime | None = Field(default=None, sa_type=_AT)
    reason: str = ""
    fine_id: UUID | None = None


class LossProof(SQLModel, table=True):
    """A sealed file of the case that proves the loss; its hash stays when retention removes it."""

    __tablename__ = "loss_proofs"
    __table_args__ = (
        ForeignKeyConstraint(["firm_id", "loss_id"], ["losses.firm_id", "losses.id"]),
    )

    firm_id: UUID = Field(primary_key=True)
    loss_id: UUID = Field(primary_key=True)
    attachment_id: UUID = Field(primary_key=True)
    station_id: UUID
    name: str
    sha256: bytes = Field(sa_type=LargeBinary)
