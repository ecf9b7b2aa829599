"""The table of approvals."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, ForeignKeyConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

_AT: Any = DateTime(timezone=True)


class FineApproval(SQLModel, table=True):
    """A decision over the decider's limit. Nothing is posted by it; once approved, a decision
    (`fine_attributions`) carries both names."""

    __tablename__ = "fine_approvals"
    __table_args__ = (ForeignKeyConstraint(["firm_id", "fine_id"], ["fines.firm_id", "fines.id"]),)

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    fine_id: UUID
    station_id: UUID
    cause: str
    agent_member_id: UUID | None = None
    agent_name: str | None = None
    note: str
    amount_fen: int = Field(sa_type=BigInteger)
    shares: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    decided_by_member_id: UUID | None = None
    decided_by: str
    decided_role: str
    limit_fen: int = Field(sa_type=BigInteger)
    policy_version: int
    decided_at: datetime = Field(sa_type=_AT)
    state: str = "waiting"
    settled_by_member_id: UUID | None = None
    settled_by: str | None = None
    settled_limit_fen: int | None = Field(default=None, sa_type=BigInteger)
    settled_at: datetime | None = Field(default=None, sa_type=_AT)
    settle_note: str = ""
