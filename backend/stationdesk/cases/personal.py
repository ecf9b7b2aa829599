"""Which details of a kind are a person's (domain §9): shown masked, taken unmasked.

A field of a kind's details, or of an event's data, says so itself: `drawn(personal="phone")`.
Guards and effects see what was entered; readers see it masked, and in full for a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final
from unicodedata import normalize

import msgspec

from stationdesk.cases.forms import PERSONAL_HINT, START_HINT
from stationdesk.cases.kinds import CaseKind, kind_of
from stationdesk.stations.couriers.service import may_call
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.masking import mask_address, mask_name, mask_phone
from stationdesk.workflow.faults import Fault

_MASKS: Final[Mapping[str, Callable[[str], str]]] = {
    "name": mask_name, "phone": mask_phone, "address": mask_address, "staff_phone": mask_phone,
}  # fmt: skip
_STAR: Final = "*"
_OF_DETAILS: Final = "details."
_SHORTEST_QUOTED: Final = 2
"""A name of one character stands in too many words to be looked for in a text."""


@cache
def marks_of(model: Any) -> Mapping[str, str]:
    """The model's fields that are a person's, and what each holds."""
    return {
        name: field.json_schema_extra[PERSONAL_HINT]
        for name, field in model.model_fields.items()
        if isinstance(field.json_schema_extra, dict) and PERSONAL_HINT in field.json_schema_extra
    }


@cache
def _marks_by_event(kind: str) -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for workflow in kind_of(kind).workflows.values():
        for each in workflow.transitions:
            found.setdefault(each.event, {}).update(marks_of(each.data))
    return found


def marks_of_event(kind: CaseKind, event: str) -> Mapping[str, str]:
    """The members of that event's data that are a person's."""
    return _marks_by_event(kind.code).get(event, {})


def personal_in(marks: Mapping[str, str], data: Mapping[str, Any]) -> dict[str, str]:
    """What of the data is a person's and has been said, as it is."""
    return {name: data[name] for name in marks if isinstance(data.get(name), str) and data[name]}


def shown(marks: Mapping[str, str], data: Mapping[str, Any], actor: Actor) -> dict[str, Any]:
    """The data as that reader sees them before he gave a reason.

    A courier's own number is no secret to whoever may call him.
    """
    given = personal_in(marks, data)
    return dict(data) | {
        name: _masked(marks[name], value)
        for name, value in given.items()
        if not (marks[name] == "staff_phone" and may_call(actor))
    }


def shown_json(kind: CaseKind, details: str, actor: Actor) -> msgspec.Raw:
    """The same of details as they are stored; of kinds that know nobody they stay unread."""
    marks = marks_of(kind.details)
    if not marks:
        return msgspec.Raw(details.encode())
    return msgspec.Raw(msgspec.json.encode(shown(marks, msgspec.json.decode(details), actor)))


def shown_line(
    kind: CaseKind, event: str, text: str, data: Mapping[str, Any], actor: Actor
) -> tuple[str, dict[str, Any]]:
    """Text and data of a line of the timeline: the text may quote what the data hold."""
    marks = marks_of_event(kind, event)
    masked = shown(marks, data, actor)
    for name, value in personal_in(marks, data).items():
        if masked[name] != value and len(value) >= _SHORTEST_QUOTED:
            text = text.replace(value, masked[name])
    return text, masked


def masked_faults(marks: Mapping[str, str], data: Mapping[str, Any]) -> list[Fault]:
    """What was sent back as it had been shown: it would take the place of what is known."""
    return [
        Fault(
            name, "带 * 的是遮蔽后的内容:不改请留空,要改请写全",
            "this is the masked form: leave it out to keep what is known, or write it in full",
        )
        for name, value in personal_in(marks, data).items()
        if is_masked(value)
    ]  # fmt: skip


def is_masked(text: str) -> bool:
    """Whether it looks like something that we had hidden: nobody's name or number has a star."""
    return _STAR in normalize("NFKC", text)


def completed(model: Any, data: Mapping[str, Any], details: Mapping[str, Any]) -> dict[str, Any]:
    """The data with what the form left out because the case knows it, and it was shown masked."""
    known = {}
    for name in marks_of(model):
        field = model.model_fields[name]
        start = str(field.json_schema_extra.get(START_HINT, ""))
        value = details.get(start.removeprefix(_OF_DETAILS)) if start else None
        if field.is_required() and name not in data and value:
            known[name] = value
    return dict(data) | known


def _masked(mark: str, value: str) -> str:
    return value if is_masked(value) else _MASKS[mark](value)
