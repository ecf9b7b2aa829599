"""The firm's policy on shifts, leave and routing: `workforce`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictBool, StrictInt

from stationdesk.policies.forms import Parameters, PolicyForm, register

_TIME = r"^([01]\d|2[0-3]):[0-5]\d$"


class WorkforceParameters(Parameters):
    """How leave is approved, how many cases one may hold, what happens to work of those off."""

    held_max: Annotated[StrictInt, Field(ge=0, le=10_000)] = Field(
        0, title="每人手上最多几件(0 为不限)", json_schema_extra={"en": "Held at most (0: any)"}
    )
    leave_notice_days: Annotated[StrictInt, Field(ge=0, le=60)] = Field(
        2, title="请假须提前几天", json_schema_extra={"en": "Days' notice of leave"}
    )
    is_standing_in: StrictBool = Field(
        True,
        title="不在班者的回件交给代班人",
        json_schema_extra={"en": "Work that returns to somebody off goes to his cover"},
    )
    service_from: str = Field(
        "08:00", pattern=_TIME, title="覆盖起", json_schema_extra={"en": "Served from"}
    )
    service_to: str = Field(
        "22:00", pattern=_TIME, title="覆盖止", json_schema_extra={"en": "Served until"}
    )
    look_ahead_hours: Annotated[StrictInt, Field(ge=0, le=48)] = Field(
        8, title="缺岗提前几小时告警", json_schema_extra={"en": "Alarm so many hours ahead"}
    )


WORKFORCE = register(
    PolicyForm(
        "workforce", "班次与派单", "Shifts and routing", WorkforceParameters, concerns_agents=False
    )
)
