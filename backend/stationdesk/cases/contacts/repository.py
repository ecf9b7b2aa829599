"""Contacts of cases: whom a case is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg
from msgspec import Struct

from stationdesk.cases.repository.pages import ROW_FIELDS

Connection: TypeAlias = "asyncpg.Connection[Any]"

HISTORY_MAX = 100


class Contact(Struct, frozen=True):
    """One contact with what it is searched by."""

    case_id: UUID
    role: str
    name: str
    phone: str
    address: str


UPSERT = """
INSERT INTO case_contacts (firm_id, case_id, role, station_id, name, name_bigrams, phone,
                           phone_key, phone_tail, address, address_key, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (firm_id, case_id, role) DO UPDATE
SET name = excluded.name, name_bigrams = excluded.name_bigrams, phone = excluded.phone,
    phone_key = excluded.phone_key, phone_tail = excluded.phone_tail,
    address = excluded.address, address_key = excluded.address_key,
    updated_at = excluded.updated_at
"""

# A case's own contact first, then what the latest other case of the parcel knows.
OF_PARCEL = """
SELECT DISTINCT ON (k.role) k.case_id, k.role, k.name, k.phone, k.address
FROM cases c JOIN case_contacts k ON k.firm_id = c.firm_id AND k.case_id = c.id
WHERE c.firm_id = $1 AND c.waybill COLLATE "C" = $2 AND c.station_id = $3
ORDER BY k.role, (k.case_id = $4) DESC, k.updated_at DESC
"""


async def upsert(
    connection: Connection,
    firm_id: UUID,
    station_id: UUID,
    contact: Contact,
    keys: tuple[Sequence[str], str, str, str],
    now: datetime,
) -> None:
    """Write a contact; `keys` are name bigrams, phone key, phone tail and address key."""
    bigrams, phone_key, phone_tail, address_key = keys
    await connection.execute(
        UPSERT, firm_id, contact.case_id, contact.role, station_id, contact.name, list(bigrams),
        contact.phone, phone_key, phone_tail, contact.address, address_key, now,
    )  # fmt: skip


async def remove(connection: Connection, firm_id: UUID, case_id: UUID, role: str) -> None:
    await connection.execute(
        "DELETE FROM case_contacts WHERE firm_id = $1 AND case_id = $2 AND role = $3",
        firm_id, case_id, role,
    )  # fmt: skip


async def of_case(connection: Connection, firm_id: UUID, case_id: UUID) -> list[Contact]:
    """The case's own."""
    rows = await connection.fetch(
        "SELECT case_id, role, name, phone, address FROM case_contacts "
        "WHERE firm_id = $1 AND case_id = $2 ORDER BY role",
        firm_id, case_id,
    )  # fmt: skip
    return [Contact(**dict(row.items())) for row in rows]


async def of_parcel(
    connection: Connection, firm_id: UUID, waybill: str, station_id: UUID, case_id: UUID
) -> list[Contact]:
    """One a role: the case's own, else that of another case of its parcel."""
    rows = await connection.fetch(OF_PARCEL, firm_id, waybill, station_id, case_id)
    return [Contact(**dict(row.items())) for row in rows]


async def of_waybill(
    connection: Connection, firm_id: UUID, waybill: str
) -> list[tuple[UUID, Contact]]:
    """Every contact of a waybill's cases, with the station of each."""
    rows = await connection.fetch(
        """
        SELECT k.station_id, k.case_id, k.role, k.name, k.phone, k.address
        FROM cases c JOIN case_contacts k ON k.firm_id = c.firm_id AND k.case_id = c.id
        WHERE c.firm_id = $1 AND c.waybill COLLATE "C" = $2 LIMIT $3
        """,
        firm_id, waybill, HISTORY_MAX,
    )  # fmt: skip
    return [(row[0], Contact(*list(row)[1:])) for row in rows]


async def cases_of_phones(
    connection: Connection, firm_id: UUID, phone_keys: Sequence[str]
) -> list[asyncpg.Record]:
    """The latest cases that one of the numbers stands on, as lines of the queue."""
    rows: list[asyncpg.Record] = await connection.fetch(
        f"SELECT {ROW_FIELDS} "  # noqa: S608
        "FROM cases c JOIN stations s ON s.firm_id = $1 AND s.id = c.station_id "
        "WHERE c.firm_id = $1 AND c.id IN (SELECT case_id FROM case_contacts "
        "WHERE firm_id = $1 AND phone_key = ANY($2) AND phone_key <> '') "
        "ORDER BY c.opened_at DESC, c.id LIMIT $3",
        firm_id, list(phone_keys), HISTORY_MAX,
    )  # fmt: skip
    return rows


async def public_of_station(
    connection: Connection, firm_id: UUID, station_id: UUID
) -> tuple[str, str]:
    """A station's public phone and address."""
    row = await connection.fetchrow(
        "SELECT public_phone, public_address FROM stations WHERE firm_id = $1 AND id = $2",
        firm_id, station_id,
    )  # fmt: skip
    return (row["public_phone"], row["public_address"]) if row else ("", "")
