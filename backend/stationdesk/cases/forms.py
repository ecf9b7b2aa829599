"""How the forms of a kind are drawn: schemas of its models, with labels and hints for the screen.

Hints stand in the models (`json_schema_extra=drawn(…)`), labels in the kind's messages.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from typing import Any, Literal

from stationdesk.cases.kinds import CaseKind, Label

Tense = Literal["past", "future"]
Personal = Literal["name", "phone", "address", "staff_phone"]
PERSONAL_HINT = "x_personal"
START_HINT = "x_start"


def drawn(
    *,
    when: tuple[str, ...] = (),
    start: str | None = None,
    unit: str | None = None,
    tense: Tense | None = None,
    is_long: bool = False,
    is_needed: bool = False,
    hint: Label | None = None,
    personal: Personal | None = None,
) -> dict[str, Any]:
    """Hints for one field.

    - `when`: a field and the values of it that make this one matter, `("ground", "loss")`;
      `details.ground` is a field of the case itself;
    - `start`: where its first value comes from, `details.problem_type`;
    - `unit`: shown behind the number; `tense`: which quick times help;
    - `hint`: what an empty field shows in its place;
    - `is_long`: a text of several lines; `is_needed`: marked as required, though a guard and not
      the model insists on it;
    - `personal`: what of a person it holds: masked wherever it is shown (domain §9). A courier's
      own number is `staff_phone`.
    """
    hints: dict[str, Any] = {}
    if when:
        hints["x_when"] = {"field": when[0], "values": list(when[1:])}
    if start:
        hints[START_HINT] = start
    if unit:
        hints["x_unit"] = unit
    if tense:
        hints["x_tense"] = tense
    if hint:
        hints["x_hint_zh"], hints["x_hint_en"] = hint.zh, hint.en
    if is_long:
        hints["x_long"] = True
    if is_needed:
        hints["x_needed"] = True
    if personal:
        hints[PERSONAL_HINT] = personal
    return hints


@cache
def _schema(model: Any) -> dict[str, Any]:
    """A model's JSON schema; models never change while the process lives."""
    schema: dict[str, Any] = model.model_json_schema()
    return schema


def form_schema(kind: CaseKind, model: Any) -> dict[str, Any]:
    """The schema of an event's data or of a kind's details, with its labels."""
    schema = deepcopy(_schema(model))
    for name, field in schema.get("properties", {}).items():
        _label(kind, name, field)
    return schema


def opening_schema(kind: CaseKind) -> dict[str, Any]:
    """What a person is asked when he opens a case: the rest is filled by its events."""
    schema = form_schema(kind, kind.details)
    if not kind.asked:
        return schema
    known = schema["properties"]
    return schema | {
        "properties": {name: known[name] for name in kind.asked},
        "required": [name for name, is_required in kind.asked.items() if is_required],
    }


def _label(kind: CaseKind, name: str, field: dict[str, Any]) -> None:
    label = kind.messages.fields.get(name)
    if label is not None:
        field["label_zh"], field["label_en"] = label.zh, label.en
    options = [field, *field.get("anyOf", ()), field.get("items", {})]
    choices = [str(value) for each in options for value in each.get("enum", ())]
    choices += [str(each["const"]) for each in options if "const" in each]
    named = {value: _value(kind.messages.values, name, value) for value in choices}
    if named:
        field["labels_zh"] = {value: found.zh for value, found in named.items()}
        field["labels_en"] = {value: found.en for value, found in named.items()}


def _value(values: Mapping[str, Label], field: str, value: str) -> Label:
    return values.get(f"{field}.{value}") or values.get(value) or Label(value, value)
