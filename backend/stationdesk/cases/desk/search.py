"""One box that takes a waybill, phone, case number, name or words of what was written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from stationdesk.cases.desk import search_repository as found
from stationdesk.cases.desk.search_repository import Connection
from stationdesk.cases.errors import SearchTooShort, TooManyWaybills
from stationdesk.cases.repository import words
from stationdesk.cases.rows import case_row
from stationdesk.cases.schemas import CaseRow
from stationdesk.foundation.bigrams import searchable, words_of
from stationdesk.foundation.contact_keys import name_bigrams, phone_key
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.masking import mask_name, mask_phone

SHOWN_MAX: Final = 50
WAYBILLS_MAX: Final = 200
CASES_OF_MANY_MAX: Final = 2_000
TAIL_MIN: Final = 4
QUERY_MAX: Final = 200
SNIPPET_BEFORE, SNIPPET_AFTER = 10, 30
PRECEDENCE: Final = (
    "waybill", "number", "order_no", "phone", "waybill_prefix", "waybill_tail", "name", "text",
)  # fmt: skip
"""Why a case was found, the surest first: so they are ranked."""
_NUMBER = re.compile(r"[A-Z]{0,6}[0-9][0-9A-Z]*")
_PHONE_IN_TEXT = re.compile(r"(?<!\d)1\d{10}(?!\d)")
_SEPARATORS = re.compile(r"[^0-9A-Za-z-]+")


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed, read as a number, as a phone, as words; empty where it is none."""

    text: str
    number: str
    phone: str
    words: list[str]


@dataclass(frozen=True, slots=True)
class Hit:
    """A case and why it was found; `snippet` is the line with the words."""

    case: CaseRow
    why: str
    source: str
    snippet: str


@dataclass(slots=True)
class _Found:
    """Reasons by case, the surest one each."""

    why: dict[UUID, str] = field(default_factory=dict)

    def add(self, why: str, case_ids: Iterable[UUID]) -> None:
        for case_id in case_ids:
            known = self.why.get(case_id)
            if known is None or PRECEDENCE.index(why) < PRECEDENCE.index(known):
                self.why[case_id] = why

    def is_sure(self) -> bool:
        """Somebody who types a whole number means it: what else has the digits is noise."""
        return any(why in ("waybill", "number", "order_no") for why in self.why.values())

    def room(self) -> bool:
        return len(self.why) <= SHOWN_MAX


def read_query(text: str) -> Query:
    """What a person may have meant. Raises SearchTooShort."""
    plain = " ".join("".join(sign for sign in text[:QUERY_MAX] if sign != "\0").split())
    compact = re.sub(r"[\s-]+", "", searchable(plain)).upper()
    number = compact if len(compact) >= TAIL_MIN and _NUMBER.fullmatch(compact) else ""
    digits = phone_key(plain) if re.fullmatch(r"[\d\s()+-]{4,20}", plain) else ""
    asked = words_of(plain)
    if not number and not asked:
        raise SearchTooShort(
            "Type at least two characters of a name or text, or four of a number.",
            zh="姓名或文字至少两个字，号码至少四位。",
        )
    return Query(plain, number, digits if len(digits) >= TAIL_MIN else "", asked)


async def find_cases(
    connection: Connection, actor: Actor, query: Query, most: int = SHOWN_MAX
) -> tuple[list[Hit], bool]:
    """Cases that the reader may see, the surest and open ones first; and whether there are more."""
    firm_id, limit = actor.firm_id, most + 1
    seen = _Found()
    if query.number:
        for why, case_id in await found.by_number(connection, firm_id, query.number, limit):
            seen.add(why, [case_id])
        if seen.is_sure():
            query = Query(query.text, query.number, "", [])
        elif seen.room():
            tails = await words.of_waybill_tail(connection, firm_id, query.number, limit)
            seen.add("waybill_tail", tails)
    if query.phone and seen.room():
        seen.add("phone", await words.of_phone(connection, firm_id, query.phone, limit))
    if query.words and not query.number:
        grams = name_bigrams(query.text)
        seen.add("name", await words.of_name(connection, grams, query.text, limit))
    if query.words and seen.room():
        texts = await words.of_words(connection, firm_id, query.words, limit)
        seen.add("text", [case_id for case_id, _ in texts])
    rows = await found.rows_of(connection, firm_id, list(seen.why))
    cases = {case_id: case_row(row, actor.member_id) for case_id, row in rows.items()}
    ranked = sorted(cases, key=lambda case_id: _place(cases[case_id], seen.why[case_id]))
    shown = ranked[:most]
    asked_lines = [case_id for case_id in shown if seen.why[case_id] == "text"]
    lines = await words.lines_of(connection, firm_id, asked_lines) if asked_lines else {}
    hits = []
    for case_id in shown:
        source, snippet = _snippet(lines.get(case_id, ""), query.words)
        hits.append(Hit(cases[case_id], seen.why[case_id], source, snippet))
    return hits, len(ranked) > most


def read_waybills(pasted: str) -> list[str]:
    """Waybills of a pasted text, whatever stands between them. Raises TooManyWaybills."""
    numbers = [part.replace("-", "").upper() for part in _SEPARATORS.split(pasted)]
    kept = [n for n in dict.fromkeys(numbers) if len(n) >= TAIL_MIN and _NUMBER.fullmatch(n)]
    if len(kept) > WAYBILLS_MAX:
        raise TooManyWaybills(
            f"{len(kept)} waybills at once; paste at most {WAYBILLS_MAX}.", count=len(kept),
            zh=f"一次最多 {WAYBILLS_MAX} 个运单号，这里有 {len(kept)} 个，请分批粘贴。",
        )  # fmt: skip
    return kept


async def cases_of_waybills(
    connection: Connection, actor: Actor, waybills: list[str]
) -> dict[str, list[CaseRow]]:
    """The cases of each of these waybills, open ones first."""
    rows = await found.of_waybills(connection, actor.firm_id, waybills, CASES_OF_MANY_MAX)
    by_waybill: dict[str, list[CaseRow]] = {}
    for row in rows:
        by_waybill.setdefault(row["waybill"], []).append(case_row(row, actor.member_id))
    return by_waybill


def _place(case: CaseRow, why: str) -> tuple[int, bool, float]:
    latest: datetime = case.closed_at or case.opened_at
    return (PRECEDENCE.index(why), case.closed_at is not None, -latest.timestamp())


def _snippet(lines: str, asked: list[str]) -> tuple[str, str]:
    """Where the first of the words stands, with a little around it; phones masked."""
    for line in reversed(lines.split("\n")):
        source, _, text = line.partition("\t")
        at = min((p for word in asked if (p := text.casefold().find(word)) >= 0), default=-1)
        if at < 0:
            continue
        begin, end = max(0, at - SNIPPET_BEFORE), at + SNIPPET_AFTER
        if source == words.PERSON:
            return source, mask_name(text)
        masked = _PHONE_IN_TEXT.sub(lambda phone: mask_phone(phone[0]), text)
        cut = masked if masked != text else text[begin:end]
        return source, ("…" if begin and masked == text else "") + cut[:80]
    return "", ""
