"""From database records to the lines that people see."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import asyncpg

from stationdesk.cases.schemas import CaseRecord, CaseRow, HolderRef, StationRef

_MEMBER_KINDS = ("agent", "supervisor")


def holder_ref(kind: str, reference: UUID | None, name: str, me: UUID | None) -> HolderRef:
    """Whom a case waits on, as `me` sees it."""
    member_id = reference if kind in _MEMBER_KINDS else None
    return HolderRef(kind, name, member_id, member_id is not None and member_id == me)


def row_fields(row: Any, me: UUID | None) -> dict[str, Any]:
    """The fields of a CaseRow from a record with `pages.ROW_FIELDS`."""
    agent_id = row["agent_member_id"]
    return {
        "id": row["id"],
        "number": row["number"],
        "kind": row["kind"],
        "direction": row["direction"],
        "state": row["state"],
        "version": row["version"],
        "station": StationRef(
            row["station_id"], row["station_code"], row["station_name"], row["carrier"]
        ),
        "waybill": row["waybill"],
        "summary": row["summary"],
        "due_at": row["due_at"],
        "risk_fen": row["risk_fen"],
        "holder": holder_ref(row["holder_kind"], row["holder_reference"], row["holder_name"], me),
        "agent": HolderRef("agent", row["agent_name"], agent_id, agent_id == me)
        if agent_id
        else None,
        "opened_at": row["opened_at"],
        "closed_at": row["closed_at"],
        "snoozed_until": row["snoozed_until"],
    }


def case_row(row: asyncpg.Record, me: UUID | None) -> CaseRow:
    """A line of the queue."""
    return CaseRow(**row_fields(row, me))


def record_row(record: CaseRecord, me: UUID | None) -> CaseRow:
    """The same from a case that a service has read."""
    return CaseRow(**record_fields(record, me))


def record_fields(record: CaseRecord, me: UUID | None) -> dict[str, Any]:
    """The fields of a CaseRow from a CaseRecord."""
    return row_fields(_Fields(record), me)


class _Fields:
    """Lets a struct be read like a record."""

    def __init__(self, record: CaseRecord) -> None:
        self._record = record

    def __getitem__(self, name: str) -> Any:
        return getattr(self._record, name)
