"""What cases are found by: kept beside them when they change, asked for by a search."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeAlias
from unicodedata import normalize
from uuid import UUID

import asyncpg

from stationdesk.foundation.bigrams import TEXT_MAX, bigram_keys, searchable

Connection: TypeAlias = "asyncpg.Connection[Any]"

LINES_MAX = 4 * TEXT_MAX
"""A case that was talked about for longer is found by what was said first."""
TEXT_MIN = 2
PERSON = "person"
"""The source of a line that is somebody's name and nothing else."""
TEXT_KEYS = frozenset(
    {
        "text", "answer", "question", "instruction", "reason", "statement", "description",
        "content", "apology", "proposal", "note", "remark", "name", "party", "courier",
        "courier_name", "confirmed_by", "counterparty", "to", "category", "result",
    }
)  # fmt: skip
"""Of what comes with an event, the members that people wrote: codes and times are not words."""

ADD = f"""
INSERT INTO case_words AS w (firm_id, case_id, station_id, waybill_tail, received_at, bigrams,
                             lines)
SELECT $1, c.id, c.station_id, coalesce(reverse(c.waybill), ''), c.received_at, {{keys}}, {{line}}
FROM {{of}}
ON CONFLICT (firm_id, case_id) DO UPDATE
SET bigrams = (SELECT array_agg(DISTINCT key) FROM unnest(w.bigrams || excluded.bigrams) AS key),
    lines = w.lines || E'\\n' || excluded.lines, waybill_tail = excluded.waybill_tail
WHERE length(w.lines) < {LINES_MAX}
"""  # noqa: S608
"""Of which cases `c`, by which keys, with which line."""
_ADD = ADD.format(
    keys="$3::integer[]", line="$4::text",
    of="cases c WHERE c.firm_id = $1 AND c.id = ANY($2) ORDER BY c.id",
)  # fmt: skip


def lines_in(source: str, data: Any, persons: Collection[str] = ()) -> list[tuple[str, str]]:
    """What people wrote, of the details of a case or of what came with an event, with its source.

    The members named in `persons` hold somebody's name: found by it, and never shown whole.
    """
    found: list[tuple[str, str]] = []
    if isinstance(data, dict):
        for name, value in data.items():
            if isinstance(value, str):
                if name in TEXT_KEYS:
                    found.append((PERSON if name in persons else source, value))
            elif isinstance(value, dict | list):
                found += lines_in(source, value)
    elif isinstance(data, list):
        for value in data:
            found += lines_in(source, value)
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
    keys, written = written_words(firm_id, tuple(lines))
    if keys or is_new:
        await connection.execute(_ADD, firm_id, [case_id], keys, written)


async def add_many(
    connection: Connection, firm_id: UUID, cases: Sequence[tuple[UUID, list[tuple[str, str]]]]
) -> None:
    """The same of several cases, in one statement for those of which the same was said."""
    alike: dict[tuple[tuple[str, str], ...], list[UUID]] = {}
    for case_id, lines in cases:
        alike.setdefault(tuple(lines), []).append(case_id)
    for said, case_ids in alike.items():
        keys, written = written_words(firm_id, said)
        if keys:
            await connection.execute(_ADD, firm_id, case_ids, keys, written)


@lru_cache(maxsize=64)
def written_words(firm_id: UUID, lines: tuple[tuple[str, str], ...]) -> tuple[list[int], str]:
    """Keys and lines as they are kept; a thousand cases are often told the same."""
    kept: list[tuple[str, str]] = []
    for source, text in lines:
        plain = " ".join(normalize("NFKC", text[:TEXT_MAX]).split())
        if len(plain) >= TEXT_MIN and (source, plain) not in kept:
            kept.append((source, plain))
    keys = bigram_keys(firm_id, [text for _, text in kept])
    return keys, "\n".join(f"{source}\t{text}" for source, text in kept)


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
