"""How long evidence is kept after its case is closed: what policy says. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from pydantic import Field

from stationdesk.policies.forms import Parameters, PolicyForm, register

DAYS_MIN: Final = 30
DAYS_MAX: Final = 3650


def _days(days: int, zh: str, en: str) -> int:
    field: int = Field(days, ge=DAYS_MIN, le=DAYS_MAX, title=zh, json_schema_extra={"en": en})
    return field


class RetentionParameters(Parameters):
    """Days by type of file; a kind of case may keep all of its files longer."""

    photo_days: int = _days(365, "照片保留(天)", "Photos (days)")
    recording_days: int = _days(365, "录音保留(天)", "Recordings (days)")
    video_days: int = _days(180, "视频保留(天)", "Videos (days)")
    document_days: int = _days(730, "文档保留(天)", "Documents (days)")
    other_days: int = _days(365, "其他保留(天)", "Others (days)")
    complaint_days: int = _days(730, "投诉至少保留(天)", "Complaints at least (days)")
    arbitration_days: int = _days(1095, "仲裁至少保留(天)", "Arbitrations at least (days)")
    penalty_appeal_days: int = _days(1095, "申诉至少保留(天)", "Appeals at least (days)")


RETENTION: Final = register(
    PolicyForm("retention", "证据留存", "Evidence retention", RetentionParameters,
               concerns_agents=False)
)  # fmt: skip
"""The shipped example never deletes: only a version that the firm entered itself does."""

SHORTEST: Final = timedelta(days=DAYS_MIN)


def kept_days(parameters: RetentionParameters, kind: str, media_type: str) -> int:
    """How many days a file of that type stays after a case of that kind was closed."""
    by_type = {
        "image": parameters.photo_days,
        "audio": parameters.recording_days,
        "video": parameters.video_days,
        "text": parameters.document_days,
    }
    family, _, rest = media_type.partition("/")
    is_paper = family == "application" and rest != "octet-stream"
    days = parameters.document_days if is_paper else by_type.get(family, parameters.other_days)
    by_kind = {
        "complaint": parameters.complaint_days,
        "arbitration": parameters.arbitration_days,
        "penalty_appeal": parameters.penalty_appeal_days,
    }
    return max(days, by_kind.get(kind, 0))


def kept_until(
    parameters: RetentionParameters, kind: str, media_type: str, closed_at: datetime
) -> datetime:
    """Until when; at that very moment it may go."""
    return closed_at + timedelta(days=kept_days(parameters, kind, media_type))
