"""An import and what of it was refused."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, ForeignKeyConstraint, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field, SQLModel

_AT: Any = DateTime(timezone=True)


class ImportBatch(SQLModel, table=True):
    """One file, or one push: when it came, what it held, what became of it.

    `status`: waiting → running → done | failed. Once done, rows = accepted + duplicates +
    rejected. `figures` is what the kind adds (parcels_changed; fen of a bill).
    """

    __tablename__ = "import_batches"

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    kind: str
    file_name: str
    format: str
    is_strict: bool
    status: str
    received_at: datetime = Field(sa_type=_AT)
    finished_at: datetime | None = Field(default=None, sa_type=_AT)
    size_bytes: int | None = Field(default=None, sa_type=BigInteger)
    sha256: str | None = None
    stored_as: str | None = None
    options: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    header: list[str] = Field(default_factory=list, sa_type=ARRAY(Text))
    actor_name: str
    member_id: UUID | None = None
    progress_rows: int = 0
    rows: int = 0
    accepted: int = 0
    duplicates: int = 0
    rejected: int = 0
    figures: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    problem: str | None = None


class ImportReject(SQLModel, table=True):
    """A refused row, kept to be mended and sent again; the words are in refusals.py."""

    __tablename__ = "import_rejects"
    __table_args__ = (
        ForeignKeyConstraint(
            ["firm_id", "batch_id"], ["import_batches.firm_id", "import_batches.id"]
        ),
    )

    firm_id: UUID = Field(primary_key=True)
    batch_id: UUID = Field(primary_key=True)
    row_number: int = Field(primary_key=True)
    column_name: str
    value: str
    code: str
    raw: str


class SavedMapping(SQLModel, table=True):
    """A version of how one layout of a kind of list is read; `columns` are the layout's names."""

    __tablename__ = "column_mappings"

    firm_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    kind: str
    carrier: str = ""
    fingerprint: str
    version: int
    name: str
    columns: list[str] = Field(sa_type=ARRAY(Text))
    mapping: dict[str, Any] = Field(sa_type=JSONB)
    created_at: datetime = Field(sa_type=_AT)
    created_by_name: str
    retired_at: datetime | None = Field(default=None, sa_type=_AT)
