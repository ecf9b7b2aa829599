"""What split rules, trying them and labelling codes show over HTTP. Amounts in fen."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec


class RuleSetOut(msgspec.Struct, frozen=True):
    """A version of split rules; `id` is null for the shipped example."""

    id: UUID | None
    name: str
    version: int
    station_id: UUID | None
    effective_from: date
    is_example: bool
    rules: list[dict[str, Any]]


class RuleSetPage(msgspec.Struct, frozen=True):
    items: list[RuleSetOut]
    next_cursor: str | None


class NewRuleSet(msgspec.Struct, frozen=True):
    """`station`: a code, for that station's contract; else the firm's default."""

    name: str
    effective_from: date
    rules: list[dict[str, Any]]
    station: str | None = None


class DoubtOut(msgspec.Struct, frozen=True):
    """Something doubtful in a draft; `rule` and `other` are places in the list, from 1."""

    code: str
    severity: str
    rule: int
    other: int | None
    zh: str
    en: str


class DraftRulesIn(msgspec.Struct, frozen=True):
    """Draft rules; `station`: a code, for its contract. `period`: any day of the month to replay,
    last month where it is left out."""

    rules: list[dict[str, Any]]
    station: str | None = None
    period: date | None = None


class BearerOut(msgspec.Struct, frozen=True):
    """What somebody bore, and would have borne."""

    party: str
    name: str
    before_fen: int
    after_fen: int


class MovedOut(msgspec.Struct, frozen=True):
    """A fine that the draft would split differently."""

    fine_id: UUID
    rule_name: str
    moved_fen: int
    bearers: list[BearerOut]


class WhatIfOut(msgspec.Struct, frozen=True):
    """A month under a draft. `differing` counts all fines that would differ; `moved` has the 200
    with the largest moves."""

    period: date
    fines: int
    differing: int
    bearers: list[BearerOut]
    moved: list[MovedOut]
    doubts: list[DoubtOut]


class FineCodeOut(msgspec.Struct, frozen=True):
    """A carrier's item code; `is_own`: the firm has said what it is about, else it is guessed."""

    carrier: str
    code: str
    name: str
    category: str
    category_zh: str
    category_en: str
    is_own: bool
    fines: int
    amount_fen: int
    changed_by_name: str | None


class CategoryOut(msgspec.Struct, frozen=True):
    code: str
    zh: str
    en: str


class FineCodePage(msgspec.Struct, frozen=True):
    """The codes of the firm's bills, and the categories that there are."""

    items: list[FineCodeOut]
    categories: list[CategoryOut]


class FineCodeIn(msgspec.Struct, frozen=True):
    category: str
    name: str = ""
