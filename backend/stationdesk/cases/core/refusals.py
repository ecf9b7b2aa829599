"""Why a row of a bulk action was left out, in the words that a single refusal has."""

from __future__ import annotations

from uuid import UUID

from stationdesk.cases.desk.schemas import BulkItem
from stationdesk.cases.schemas import CaseRecord
from stationdesk.foundation.errors import StationdeskError


def done(record: CaseRecord, version: int) -> BulkItem:
    """It was done; the case is at that version now."""
    return BulkItem(record.id, record.number, record.waybill, True, version, "", "", "")


def refused(record: CaseRecord, code: str, zh: str, en: str) -> BulkItem:
    """It was not done, and why."""
    return BulkItem(record.id, record.number, record.waybill, False, record.version, code, zh, en)


def unknown(case_id: UUID) -> BulkItem:
    """Nobody's case, or a station's that the actor does not see: he learns no more."""
    return BulkItem(
        case_id, "", "", False, None, "case_not_found", "没有这件，或不在你的网点",
        "There is no such case, or it is not one of your stations'.",
    )  # fmt: skip


def of_error(record: CaseRecord | None, case_id: UUID, error: StationdeskError) -> BulkItem:
    """A single action's refusal as a row."""
    if record is None:
        return unknown(case_id)
    code = str(error.members.get("reason") or error.code)
    return refused(record, code, str(error.members.get("zh") or _ZH.get(code, "")), error.detail)


def stale(record: CaseRecord) -> BulkItem:
    """Somebody changed it after the caller looked."""
    return refused(
        record, "stale_case", "这件刚被改动，请再看一眼",
        f"The case is at version {record.version}: it has changed since you looked.",
    )  # fmt: skip


def closed(record: CaseRecord) -> BulkItem:
    """It has ended."""
    return refused(record, "closed", "工作项已结束", "The case is closed.")


def held_by_other(record: CaseRecord) -> BulkItem:
    """It is in other hands."""
    who = record.agent_name or record.holder_name
    if not who:
        return refused(record, "not_holder", "工作项无人认领", "Nobody holds the case.")
    return refused(record, "case_held", f"在{who}手上", f"The case is with {who}.")


_ZH = {
    "stale_case": "这件刚被改动，请再看一眼",
    "case_not_found": "没有这件，或不在你的网点",
    "not_holder": "不在你手上",
}
