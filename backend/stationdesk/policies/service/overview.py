"""Every policy at a glance, and what differs between two versions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.policies.errors import PolicyInvalid, PolicyVersionUnknown
from stationdesk.policies.examples import EXAMPLES
from stationdesk.policies.forms import PolicyForm, all_forms, codes_for_agents, form_of
from stationdesk.policies.moments import check_carrier
from stationdesk.policies.repository import versions
from stationdesk.policies.schemas import (
    ChangedParameter,
    ClockSchema,
    DiffLine,
    PolicyDifference,
    PolicyLine,
    PolicyPage,
    PolicySchema,
    PolicySchemaPage,
    VersionOut,
)
from stationdesk.policies.service.book import BookVersion, pick
from stationdesk.policies.service.held import CASE
from stationdesk.policies.service.receipts import NOTICE
from stationdesk.policies.service.shown import default_parameters, example_out, version_out
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection


async def overview(session: AsyncSession, actor: Actor, now: datetime) -> PolicyPage:
    """Each code for every carrier together and for each carrier that has something of its own.

    One page: codes times carriers, a few dozen lines.
    """
    connection = await raw_connection(session)
    known: defaultdict[str, list[BookVersion]] = defaultdict(list)
    for row in await versions.all_versions(connection, actor.firm_id):
        known[row["code"]].append(
            BookVersion(
                row["id"], row["version"], row["carrier"], row["effective_from"],
                row["effective_to"], row["title"], row["parameters"],
            )
        )  # fmt: skip
    served = set(await versions.carriers_served(connection, actor.firm_id))
    unread: set[UUID] = set()
    if actor.member_id is not None:
        waiting = await versions.unread(
            connection, actor.firm_id, actor.member_id, codes_for_agents(), now, now + NOTICE
        )
        unread = {row["id"] for row in waiting}
    lines = [
        line
        for form in all_forms()
        for carrier in (None, *sorted(_carriers(form.code, known[form.code], served)))
        if (line := _line(form, carrier, known[form.code], unread, now)) is not None
    ]
    return PolicyPage(lines, None)


def _carriers(code: str, known: list[BookVersion], served: set[str]) -> set[str]:
    kind = code.removeprefix(CASE)
    shipped = {each.carrier for each in EXAMPLES if each.code == kind and each.carrier in served}
    return {each for each in shipped | {each.carrier for each in known} if each is not None}


def _line(
    form: PolicyForm[Any],
    carrier: str | None,
    known: list[BookVersion],
    unread: set[UUID],
    now: datetime,
) -> PolicyLine | None:
    own = [each for each in known if each.carrier == carrier]
    held = pick(own, carrier or "", now)
    coming = min(
        (each for each in own if each.effective_from > now),
        key=lambda each: (each.effective_from, -each.version),
        default=None,
    )
    example = example_out(form.code, carrier) if held is None else None
    if held is None and example is None and coming is None:
        return None
    return PolicyLine(
        code=form.code,
        label_zh=form.label_zh,
        label_en=form.label_en,
        carrier=carrier,
        title=held.title if held else example.title if example else "",
        version=held.version if held else example.version if example else 0,
        version_id=held.id if held else None,
        effective_from=held.effective_from if held else None,
        is_example=held is None and example is not None,
        versions=len(own),
        next_version=coming.version if coming else None,
        next_from=coming.effective_from if coming else None,
        is_unread=any(each.id in unread for each in own),
    )


def schemas() -> PolicySchemaPage:
    """The form of every code."""
    return PolicySchemaPage(
        [
            PolicySchema(
                code=form.code,
                label_zh=form.label_zh,
                label_en=form.label_en,
                clocks=[
                    ClockSchema(name, clock.label_zh, clock.label_en, clock.owner)
                    for name, clock in form.clocks.items()
                ],
                parameters_schema=form.parameters.model_json_schema(),
                defaults=default_parameters(form),
            )
            for form in all_forms()
        ],
        None,
    )


async def difference(
    session: AsyncSession,
    actor: Actor,
    code: str,
    carrier: str | None,
    from_version: int,
    to_version: int,
    now: datetime,
) -> PolicyDifference:
    """Two versions side by side; version 0 is the shipped example. Raises PolicyVersionUnknown."""
    form_of(code)
    check_carrier(PolicyInvalid, carrier)
    connection = await raw_connection(session)

    async def find(number: int) -> VersionOut:
        found = example_out(code, carrier) if number == 0 else None
        if number != 0:
            row = await versions.version_by_number(connection, actor.firm_id, code, carrier, number)
            found = version_out(row, now, None) if row is not None else None
        if found is None:
            raise PolicyVersionUnknown(
                f"{code} has no version {number} for {carrier or 'every carrier'}.",
                zh=f"这项制度没有第 {number} 版，请从列表里选。",
            )
        return found

    old, new = await find(from_version), await find(to_version)
    return PolicyDifference(
        old, new, list(changed_parameters(old.parameters, new.parameters)),
        list(changed_lines(old.text, new.text)),
    )  # fmt: skip


def changed_parameters(old: Any, new: Any, path: str = "") -> Iterator[ChangedParameter]:
    """What differs, by path: names joined by dots, places in lists in brackets."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for name in [*old, *(name for name in new if name not in old)]:
            inner = f"{path}.{name}" if path else str(name)
            yield from changed_parameters(old.get(name), new.get(name), inner)
    elif isinstance(old, list) and isinstance(new, list) and _holds_objects(old, new):
        for place, (before, after) in enumerate(zip_longest(old, new)):
            yield from changed_parameters(before, after, f"{path}[{place}]")
    elif old != new:
        yield ChangedParameter(path, old, new)


def _holds_objects(*lists: list[Any]) -> bool:
    return any(isinstance(each, Mapping) for values in lists for each in values)


def changed_lines(old: str, new: str) -> Iterator[DiffLine]:
    """The text line by line, old lines before the new ones that take their place."""
    before, after = old.splitlines(), new.splitlines()
    matcher = SequenceMatcher(a=before, b=after)
    for change, from_, to, from_new, to_new in matcher.get_opcodes():
        if change == "equal":
            yield from (DiffLine("same", line) for line in before[from_:to])
            continue
        yield from (DiffLine("gone", line) for line in before[from_:to])
        yield from (DiffLine("new", line) for line in after[from_new:to_new])
