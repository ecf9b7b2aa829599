"""The carriers' type codes as they cross HTTP."""

from __future__ import annotations

from msgspec import Struct


class ProofOut(Struct, frozen=True):
    """One proof that a type needs."""

    code: str
    label_zh: str
    label_en: str
    is_required: bool


class ProblemTypeOut(Struct, frozen=True):
    """One type of a carrier's list."""

    code: str
    label_zh: str
    label_en: str
    directions: list[str]
    checklist: list[ProofOut]


class ProblemTypePage(Struct, frozen=True):
    """The list as it held at a moment, and the policy version that says so."""

    items: list[ProblemTypeOut]
    next_cursor: str | None
    policy_code: str
    policy_version: int
    policy_title: str
