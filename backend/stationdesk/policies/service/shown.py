"""Versions and examples as people see them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from stationdesk.policies.examples import example_for
from stationdesk.policies.forms import PolicyForm, form_of, read_parameters
from stationdesk.policies.schemas import VersionOut
from stationdesk.policies.service.held import CASE

EXAMPLE_SOURCE = "随产品附带的示例,不是总部的规定"


def version_out(row: Any, now: datetime, read_at: datetime | None) -> VersionOut:
    """A version of the firm's own."""
    is_over = row["effective_to"] is not None and row["effective_to"] <= now
    return VersionOut(
        id=row["id"],
        code=row["code"],
        carrier=row["carrier"],
        reference=row["code"],
        version=row["version"],
        title=row["title"],
        text=row["text"],
        source=row["source"],
        effective_from=row["effective_from"],
        effective_to=row["effective_to"],
        parameters=msgspec.json.decode(row["parameters"]),
        is_example=False,
        is_in_force=row["effective_from"] <= now and not is_over,
        created_by_name=row["created_by_name"],
        created_at=row["created_at"],
        read_at=read_at,
    )


def example_out(code: str, carrier: str | None) -> VersionOut | None:
    """The shipped example of a code for a carrier; None where none ships."""
    form = form_of(code)
    kind = code.removeprefix(CASE)
    example = example_for(kind, carrier)
    if example is None and code.startswith(CASE):
        return None
    if example is not None:
        scope, title, version = example.carrier, example.title, example.version
        parameters = dict(example.parameters)
    else:
        scope, title, version = None, f"示例:{form.label_zh}", 1
        parameters = default_parameters(form)
    return VersionOut(
        id=None,
        code=code,
        carrier=scope,
        reference=f"example.{scope or 'any'}.{kind}",
        version=version,
        title=title,
        text="",
        source=EXAMPLE_SOURCE,
        effective_from=None,
        effective_to=None,
        parameters=parameters,
        is_example=True,
        is_in_force=True,
        created_by_name="",
        created_at=None,
        read_at=None,
    )


def default_parameters(form: PolicyForm[Any]) -> dict[str, Any]:
    """What a form says where a version is silent, as JSON."""
    defaults: dict[str, Any] = read_parameters(form, {}).model_dump(mode="json")
    return defaults
