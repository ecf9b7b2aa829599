"""What imports show over HTTP."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from stationdesk.imports.fields import Choice
from stationdesk.imports.models import ImportBatch
from stationdesk.imports.refusals import Refusal, reason, remedy


class BatchOut(msgspec.Struct, frozen=True):
    """One import. Once `status` is done, rows = accepted + duplicates + rejected; until then
    `progress_rows` says how far it has come. The figures of a bill or of scans stand beside it
    once more by name; those of the other kind are null."""

    id: UUID
    batch_id: UUID
    kind: str
    file_name: str
    format: str
    is_strict: bool
    status: str
    received_at: datetime
    finished_at: datetime | None
    size_bytes: int | None
    actor_name: str
    progress_rows: int
    rows: int
    accepted: int
    duplicates: int
    rejected: int
    figures: dict[str, Any]
    problem: str | None
    parcels_changed: int | None
    total_fen: int | None
    accepted_fen: int | None
    duplicate_fen: int | None
    rejected_fen: int | None
    unreadable_amount_rows: int | None


FIGURES = (
    "parcels_changed",
    "total_fen",
    "accepted_fen",
    "duplicate_fen",
    "rejected_fen",
    "unreadable_amount_rows",
)


class BatchPage(msgspec.Struct, frozen=True):
    items: list[BatchOut]
    next_cursor: str | None


class RejectOut(msgspec.Struct, frozen=True):
    """A refused row with reason and remedy in both languages."""

    row: int
    column: str
    value: str
    code: str
    reason: str
    remedy: str
    reason_zh: str
    remedy_zh: str
    raw: str


class RejectPage(msgspec.Struct, frozen=True):
    items: list[RejectOut]
    next_cursor: str | None


class FieldOut(msgspec.Struct, frozen=True):
    """A field that a list can tell."""

    code: str
    zh: str
    en: str
    is_required: bool
    is_amount: bool
    choices: tuple[Choice, ...]


class ColumnOut(msgspec.Struct, frozen=True):
    """A column of the file and its first different cells."""

    name: str
    samples: list[str]


class SavedMappingOut(msgspec.Struct, frozen=True):
    """A version of how one layout is read."""

    id: UUID
    kind: str
    carrier: str
    name: str
    version: int
    columns: list[str]
    mapping: dict[str, Any]
    created_at: datetime
    created_by_name: str


class DraftOut(msgspec.Struct, frozen=True):
    """A stored list. `mapping` is the `recognised` one, else what seems to fit; `header_row` is
    null where nothing looks like a heading: point at one of `head`, the file's first rows."""

    batch: BatchOut
    options: dict[str, Any]
    head: list[list[str]]
    header_row: int | None
    header_rows: int | None
    columns: list[ColumnOut]
    fields: list[FieldOut]
    mapping: dict[str, Any]
    recognised: SavedMappingOut | None


class PreviewIn(msgspec.Struct, frozen=True):
    mapping: dict[str, Any]


class StartIn(msgspec.Struct, frozen=True):
    """`save_as`: the name to keep the mapping under; `options` go to the import."""

    mapping: dict[str, Any]
    save_as: str | None = None
    is_strict: bool = False
    options: dict[str, str] = {}


class MappedRowOut(msgspec.Struct, frozen=True):
    """A row as the mapping reads it; `refused` is the code of what is wrong in `column`."""

    row: int
    values: dict[str, str]
    refused: str | None
    column: str


class PreviewOut(msgspec.Struct, frozen=True):
    """What a mapping makes of a whole file: sums over all rows, and the first of them."""

    header_row: int
    header_rows: int
    columns: list[str]
    rows: int
    refused: int
    first: list[MappedRowOut]
    totals: list[MappedRowOut]
    sums_fen: dict[str, int]
    unreadable: dict[str, int]


def batch_out(batch: ImportBatch) -> BatchOut:
    """A batch as shown."""
    return BatchOut(
        id=batch.id,
        batch_id=batch.id,
        kind=batch.kind,
        file_name=batch.file_name,
        format=batch.format,
        is_strict=batch.is_strict,
        status=batch.status,
        received_at=batch.received_at,
        finished_at=batch.finished_at,
        size_bytes=batch.size_bytes,
        actor_name=batch.actor_name,
        progress_rows=batch.progress_rows,
        rows=batch.rows,
        accepted=batch.accepted,
        duplicates=batch.duplicates,
        rejected=batch.rejected,
        figures=batch.figures,
        problem=batch.problem,
        **{name: batch.figures.get(name) for name in FIGURES},
    )


def reject_out(refusal: Refusal) -> RejectOut:
    """A refused row as shown."""
    return RejectOut(
        row=refusal.row_number,
        column=refusal.column,
        value=refusal.value,
        code=refusal.code,
        reason=reason(refusal.code, "en"),
        remedy=remedy(refusal.code, "en"),
        reason_zh=reason(refusal.code, "zh"),
        remedy_zh=remedy(refusal.code, "zh"),
        raw=refusal.raw,
    )
