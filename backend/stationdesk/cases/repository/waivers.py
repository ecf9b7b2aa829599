"""Proofs that a supervisor waived."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg
from msgspec import Struct

Connection: TypeAlias = "asyncpg.Connection[Any]"


class Waiver(Struct, frozen=True):
    """Which proof, by whom and why."""

    code: str
    reason: str
    member_name: str


async def of_case(connection: Connection, firm_id: UUID, case_id: UUID) -> list[Waiver]:
    """The waivers of a case."""
    rows = await connection.fetch(
        "SELECT code, reason, member_name FROM case_waivers WHERE firm_id = $1 AND case_id = $2",
        firm_id, case_id,
    )  # fmt: skip
    return [Waiver(*row) for row in rows]


async def of_cases(
    connection: Connection, firm_id: UUID, case_ids: Sequence[UUID]
) -> dict[UUID, list[Waiver]]:
    """The waivers of several cases; those without any are left out."""
    rows = await connection.fetch(
        "SELECT case_id, code, reason, member_name FROM case_waivers "
        "WHERE firm_id = $1 AND case_id = ANY($2)",
        firm_id, list(case_ids),
    )  # fmt: skip
    found: dict[UUID, list[Waiver]] = {}
    for case_id, *waiver in rows:
        found.setdefault(case_id, []).append(Waiver(*waiver))
    return found


async def add(
    connection: Connection,
    firm_id: UUID,
    case_id: UUID,
    station_id: UUID,
    waiver: Waiver,
    member_id: UUID | None,
    at: datetime,
) -> None:
    """Write a waiver; the engine has refused a second one."""
    await connection.execute(
        """
        INSERT INTO case_waivers (firm_id, case_id, station_id, code, reason, member_id,
                                  member_name, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        firm_id, case_id, station_id, waiver.code, waiver.reason, member_id, waiver.member_name,
        at,
    )  # fmt: skip
