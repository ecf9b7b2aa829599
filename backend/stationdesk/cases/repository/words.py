"""What cases are found by: kept beside them when they change, asked for by a search."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeAlias
from unicodedata import normalize
from uuid import UUID

import asyncpg

from stationdesk.foundation.bigrams import TEXT_MAX, bigram_keys, searchable

Connection: TypeAlias = "asyncpg.Connection[Any]"

LINES_MAX = 4 * TEXT_MAX
"""A case that was talked about for longer is found by what was said first."""
TEXT_MIN = 2
TEXT_KEYS = frozenset(
    {
        "text", "answer", "question", "instruction", "reason", "statement", "description",
        "content", "apology", "proposal", "note", "remark", "name", "party", "courier",
        "courier_name", "confirmed_by", "counterparty", "to", "category", "result",
    }
)  # fmt: skip
"""Of what comes with an event, the members that people wrote: codes and times are not words."""

_ADD = f"""
INSERT INTO case_words AS w (firm_id, case_id, station_id, waybill_tail, received_at, bigrams,
                             lines)
SELECT c.firm_id, c.id, c.station_id, coalesce(reverse(c.waybill), ''), c.received_at, $3, $4
FROM cases c WHERE c.firm_id = $1 AND c.id = $2
ON CONFLICT (firm_id, case_id) DO UPDATE
SET bigrams = (SELECT array_agg(DISTINCT key) FROM unnest(w.bigrams || excluded.bigrams) AS key),
    lines = w.lines || E'\\n' || excluded.lines, waybill_tail = excluded.waybill_tail
WHERE length(w.lines) < {LINES_MAX}
"""  # noqa: S608


def texts_in(data: Any) -> list[str]:
    """What people wrote, of the details of a case or of what came with an event."""
    found: list[str] = []
    if isinstance(data, dict):
        for name, value in data.items():
            if isinstance(value, str):
                if name in TEXT_KEYS:
                    found.append(value)
            elif isinstance(value, dict | list):
                found += texts_in(value)
    elif isinstance(data, list):
        for value in data:
            found += texts_in(value)
    return found


async def add(
    connection: Connection,
    firm_id: UUID,
    case_id: UUID,
    lines: Iterable[tuple[str, str]],
    *,
    is_new: bool = False,
) -> None:
    """Let a case be found by these (source, text); what is no word costs nothing."""
    kept: list[tuple[str, str]] = []
    for source, text in lines:
        plain = " ".join(normalize("NFKC", text[:TEXT_MAX]).split())
        if len(plain) >= TEXT_MIN and (source, plain) not in kept:
            kept.append((source, plain))
    keys = bigram_keys(firm_id, [text for _, text in kept])
    if keys or is_new:
        written = "\n".join(f"{source}\t{text}" for source, text in kept)
        await connection.execute(_ADD, firm_id, case_id, keys, written)


async def of_words(
    connection: Connection, firm_id: UUID, words: Sequence[str], most: int
) -> list[tuple[UUID, datetime]]:
    """Cases with every one of these words in their texts, the latest first."""
    rows = await connection.fetch(
        "SELECT case_id, received_at FROM cases_with_words($1, $2, $3)",
        bigram_keys(firm_id, words), [searchable(word) for word in words], most,
    )  # fmt: skip
    return [(row["case_id"], row["received_at"]) for row in rows]


async def lines_of(
    connection: Connection, firm_id: UUID, case_ids: Sequence[UUID]
) -> dict[UUID, str]:
    """The texts of these cases, to show where a word stands."""
    rows = await connection.fetch(
        "SELECT case_id, lines FROM case_words WHERE firm_id = $1 AND case_id = ANY($2)",
        firm_id, list(case_ids),
    )  # fmt: skip
    return {row["case_id"]: row["lines"] for row in rows}


async def of_waybill_tail(
    connection: Connection, firm_id: UUID, tail: str, most: int
) -> list[UUID]:
    """Cases whose waybill ends so, found backwards by a range, the latest first.

    Bounded before it is sorted: a short tail of a big firm has many, and says so by its count.
    """
    backwards = tail[::-1]
    rows = await connection.fetch(
        """
        SELECT case_id FROM (
            SELECT case_id, received_at FROM case_words
            WHERE firm_id = $1 AND waybill_tail COLLATE "C" >= $2
              AND waybill_tail COLLATE "C" < $3 LIMIT 2000) AS found
        ORDER BY received_at DESC, case_id LIMIT $4
        """,
        firm_id, backwards, backwards + "\U0010ffff", most,
    )  # fmt: skip
    return [row["case_id"] for row in rows]


async def of_phone(connection: Connection, firm_id: UUID, digits: str, most: int) -> list[UUID]:
    """Cases about somebody whose phone is, or ends in, these digits (four at least)."""
    rows = await connection.fetch(
        """
        SELECT DISTINCT case_id FROM (
            SELECT case_id, phone_key FROM case_contacts
            WHERE firm_id = $1 AND phone_tail = $2 AND phone_tail <> '' LIMIT 2000) AS found
        WHERE right(phone_key, length($3)) = $3 LIMIT $4
        """,
        firm_id, digits[-4:], digits, most,
    )  # fmt: skip
    return [row["case_id"] for row in rows]


async def of_name(connection: Connection, grams: Sequence[str], name: str, most: int) -> list[UUID]:
    """Cases about somebody whose name has these characters."""
    rows = await connection.fetch(
        "SELECT case_id FROM cases_of_name($1, $2, $3)", list(grams), name.casefold(), most
    )
    return [row["case_id"] for row in rows]
