"""Entering a version, and looking at those that there are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.foundation.ids import new_id
from stationdesk.foundation.zones import HOME
from stationdesk.policies.errors import PolicyInvalid, PolicyVersionUnknown
from stationdesk.policies.forms import form_of, read_parameters, refuse_unknown_clocks
from stationdesk.policies.moments import check_carrier, check_moment, check_text
from stationdesk.policies.repository import versions
from stationdesk.policies.schemas import EnteredVersion, VersionOut, VersionPage
from stationdesk.policies.service.held import CASE, Connection
from stationdesk.policies.service.recomputations import request_recomputation
from stationdesk.policies.service.shown import example_out, version_out
from stationdesk.policies.terms import read_terms
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection

TITLE_MAX, SOURCE_MAX, TEXT_MAX = 200, 2_000, 100_000
PARAMETERS_MAX_BYTES = 200_000


async def add_version(
    connection: Connection,
    firm_id: UUID,
    *,
    code: str,
    carrier: str | None,
    effective_from: datetime,
    effective_to: datetime | None,
    title: str,
    text: str,
    source: str,
    parameters: Mapping[str, Any],
    now: datetime,
    by: str = "",
    id_: UUID | None = None,
) -> int:
    """Write the next version of a policy and return its number. Raises PolicyUnreadable.

    Nothing is recomputed and nobody asked: `enter_version` is what people use.
    """
    read_terms(code, 0, title, parameters)
    await versions.lock_numbering(connection, firm_id)
    return await versions.insert_version(
        connection, firm_id, id_ or new_id(), code, carrier, effective_from, effective_to, title,
        text, source, msgspec.json.encode(parameters).decode(), now, by,
    )  # fmt: skip


def check_version(
    *,
    code: str,
    carrier: str | None,
    effective_from: datetime,
    effective_to: datetime | None,
    title: str,
    text: str,
    source: str,
    parameters: Mapping[str, Any],
) -> None:
    """Whether a version could be entered. Raises PolicyCodeUnknown, PolicyInvalid,
    PolicyUnreadable, each saying what to mend."""
    form = form_of(code)
    check_carrier(PolicyInvalid, carrier)
    check_moment(PolicyInvalid, "effective_from", effective_from)
    check_moment(PolicyInvalid, "effective_to", effective_to)
    if effective_to is not None and effective_to <= effective_from:
        raise PolicyInvalid(
            "The version ends before it begins.",
            field="effective_to",
            zh="失效日早于生效日，请改其中一个。",
        )
    for name, value, most in (
        ("title", title, TITLE_MAX), ("source", source, SOURCE_MAX), ("text", text, TEXT_MAX),
    ):  # fmt: skip
        check_text(PolicyInvalid, name, value, most)
    if not title.strip():
        raise PolicyInvalid("The version needs a title.", field="title", zh="请给这个版本写名称。")
    written = msgspec.json.encode(parameters)
    if len(written) > PARAMETERS_MAX_BYTES or b"\\u0000" in written:
        raise PolicyInvalid(
            "The parameters are too long, or hold a NUL.",
            field="parameters",
            zh="参数太长，或有不可见的空字符，请删短。",
        )
    refuse_unknown_clocks(form, parameters)
    read_parameters(form, parameters)
    if form.clocks:
        read_terms(code, 0, title, parameters)


async def enter_version(
    session: AsyncSession,
    actor: Actor,
    *,
    code: str,
    carrier: str | None,
    effective_from: datetime | None,
    effective_to: datetime | None,
    title: str,
    text: str,
    source: str,
    parameters: Mapping[str, Any],
    now: datetime,
) -> EnteredVersion:
    """Enter a version; one that reaches into the past has the open clocks reckoned again."""
    begins = effective_from or now
    check_version(
        code=code, carrier=carrier, effective_from=begins, effective_to=effective_to, title=title,
        text=text, source=source, parameters=parameters,
    )  # fmt: skip
    connection = await raw_connection(session)
    version_id = new_id()
    number = await add_version(
        connection, actor.firm_id, code=code, carrier=carrier, effective_from=begins,
        effective_to=effective_to, title=title.strip(), text=text, source=source.strip(),
        parameters=parameters, now=now, by=actor.name, id_=version_id,
    )  # fmt: skip
    recomputation_id = None
    if code.startswith(CASE) and begins < now:
        recomputation_id = await request_recomputation(
            session, actor, cause="policy", reason=f"{title.strip()} v{number}",
            reference_id=version_id, kinds=[code.removeprefix(CASE)],
            carriers=[carrier] if carrier else [], now=now,
        )  # fmt: skip
    row = await versions.version_by_id(connection, actor.firm_id, version_id)
    return EnteredVersion(version_out(row, now, None), recomputation_id)


async def versions_of(
    session: AsyncSession,
    actor: Actor,
    code: str,
    carrier: str | None,
    before: int | None,
    limit: int,
    now: datetime,
) -> VersionPage:
    """The versions of a code for a carrier, latest first; at the very end the shipped example."""
    form_of(code)
    check_carrier(PolicyInvalid, carrier)
    connection = await raw_connection(session)
    rows = await versions.versions_of(connection, actor.firm_id, code, carrier, before, limit)
    shown = rows[:limit]
    read: dict[UUID, datetime] = {}
    if actor.member_id is not None:
        ids = [row["id"] for row in shown]
        read = await versions.read_at(connection, actor.firm_id, actor.member_id, ids)
    items = [version_out(row, now, read.get(row["id"])) for row in shown]
    if len(rows) > limit:
        return VersionPage(items, str(items[-1].version))
    example = example_out(code, carrier)
    # One that ships for every carrier is shown there, not under each.
    if example is not None and (example.carrier == carrier or not items):
        items.append(example)
    return VersionPage(items, None)


async def held_on(
    session: AsyncSession,
    actor: Actor,
    code: str,
    carrier: str | None,
    at: datetime,
    now: datetime,
) -> VersionOut:
    """What held then: the version of that day, else the example. Raises PolicyVersionUnknown."""
    form_of(code)
    check_carrier(PolicyInvalid, carrier)
    check_moment(PolicyInvalid, "at", at)
    connection = await raw_connection(session)
    row = await versions.version_in_force(connection, actor.firm_id, code, carrier, at)
    if row is not None:
        return version_out(row, now, None)
    example = example_out(code, carrier)
    if example is None:
        raise PolicyVersionUnknown(
            f"No version of {code} held on {at.isoformat()}.",
            zh=f"{at.astimezone(HOME):%Y-%m-%d} 那天没有生效的版本，请换一天。",
        )
    return example
