"""Tables of disputes and of the files that prove them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, ForeignKeyConstraint, LargeBinary
from sqlmodel import Field, SQLModel

_AT: Any = DateTime(timezone=True)


class FineDispute(SQLModel, table=True):
    """One party's objection to one decision; while it is open, that fine is not settled.

    `share_fen`: what the party bears by the decision; `asked_fen`: how much of it he says is not
    his; `borne_fen`: what he bears once it was decided. `overtaken`: the decision ended otherwise.
    """

    __tablename__ = "fine_disputes"
    __table_args__ = (
        ForeignKeyConstraint(["firm_id", "fine_id"], ["fines.firm_id", "fines.id"]),
        ForeignKeyConstraint(
            ["firm_id", "attribution_id"], ["fine_attributions.firm_id", "fine_attributions.id"]
        ),
    )

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    fine_id: UUID
    attribution_id: UUID
    station_id: UUID
    party: str
    raised_by_member_id: UUID
    raised_by: str
    raised_at: datetime = Field(sa_type=_AT)
    reason: str
    share_fen: int = Field(sa_type=BigInteger)
    asked_fen: int = Field(sa_type=BigInteger)
    decide_by: datetime = Field(sa_type=_AT)
    state: str = "open"
    ended_at: datetime | None = Field(default=None, sa_type=_AT)
    ended_by_member_id: UUID | None = None
    ended_by: str | None = None
    answer: str = ""
    new_attribution_id: UUID | None = None
    borne_fen: int | None = Field(default=None, sa_type=BigInteger)
    overdue_told_at: datetime | None = Field(default=None, sa_type=_AT)
    told_at: datetime | None = Field(default=None, sa_type=_AT)


class DisputeFile(SQLModel, table=True):
    """A sealed file that proves what a dispute says; never changed, never deleted."""

    __tablename__ = "dispute_files"
    __table_args__ = (
        ForeignKeyConstraint(
            ["firm_id", "dispute_id"], ["fine_disputes.firm_id", "fine_disputes.id"]
        ),
    )

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    dispute_id: UUID
    station_id: UUID
    party: str
    name: str
    size_bytes: int = Field(sa_type=BigInteger)
    sha256: bytes = Field(sa_type=LargeBinary)
    media_type: str
    storage_key: str
    preview_key: str | None = None
    added_by_member_id: UUID | None = None
    added_by: str
    added_at: datetime = Field(sa_type=_AT)


class DisputeFileView(SQLModel, table=True):
    """Somebody took a file of a dispute."""

    __tablename__ = "dispute_file_views"
    __table_args__ = (
        ForeignKeyConstraint(["firm_id", "file_id"], ["dispute_files.firm_id", "dispute_files.id"]),
    )

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    file_id: UUID
    member_id: UUID | None = None
    member_name: str
    at: datetime = Field(sa_type=_AT)
