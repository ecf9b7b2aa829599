"""Fair dealing with other stations: what a filing may not be, or is warned of. Pure.

A good sending agent does not earn by reporting others (domain §7). Each rule refuses, warns or
allows, as the policy `fair_dealing` says.
"""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct
from pydantic import Field

from stationdesk.policies.forms import Parameters, PolicyForm, register
from stationdesk.policies.service import InForce

Manner = Literal["refuse", "warn", "allow"]


class FairDealingParameters(Parameters):
    """What each rule does, and when texts count as copies."""

    contact_first: Manner = Field(
        "refuse",
        title="上报前须先联系对方",
        json_schema_extra={"en": "Contact before filing"},
    )
    holiday_filing: Manner = Field(
        "warn", title="法定假日上报", json_schema_extra={"en": "Filing on a public holiday"}
    )
    copied_text: Manner = Field(
        "warn", title="复制粘贴的内容", json_schema_extra={"en": "Copied texts"}
    )
    copies_max: int = Field(
        3, ge=1, le=1000, title="相同内容最多几次", json_schema_extra={"en": "Copies allowed"}
    )
    copies_window_hours: int = Field(
        24, ge=1, le=720, title="多少小时内", json_schema_extra={"en": "Within how many hours"}
    )


FAIR_DEALING = register(
    PolicyForm("fair_dealing", "公平往来", "Fair dealing", FairDealingParameters)
)
FILING_EVENTS = frozenset({"file"})
"""What reports another station to the carrier."""
FILING_KINDS = frozenset({"arbitration"})
"""An appeal is filed too, but against nobody."""
WATCHED_EVENTS = FILING_EVENTS | {"ask_counterparty", "contact"}
"""Whatever is sent to other stations; its texts are compared."""
SHORTEST_COMPARED = 6
"""Texts of fewer letters say nothing when they are alike."""

Severity = Literal["refuse", "warn"]
_NO_LETTER = re.compile(r"[\W\d_]+")


class Finding(Struct, frozen=True):
    """One rule that the filing runs against, by which version of the policy."""

    rule: str
    severity: Severity
    zh: str
    en: str
    policy_code: str
    policy_version: int


class Filing(Struct, frozen=True):
    """What is about to be sent. `copies`: how often this sender sent the same text lately."""

    event: str
    has_contacted: bool
    is_holiday: bool
    copies: int


def is_watched(kind: str, event: str) -> bool:
    """Whether the rules look at that event of that kind."""
    return event in WATCHED_EVENTS and (event not in FILING_EVENTS or kind in FILING_KINDS)


def letters_of(text: str) -> str:
    """What makes two texts alike: their letters, without numbers, blanks and punctuation."""
    return _NO_LETTER.sub("", text).lower()


def is_comparable(text: str) -> bool:
    """Whether the text says enough to be a copy of another."""
    return len(letters_of(text)) >= SHORTEST_COMPARED


def findings(filing: Filing, held: InForce[FairDealingParameters]) -> list[Finding]:
    """What the rules of fair dealing say to the filing, refusals first."""
    rules = held.parameters
    hours, most = rules.copies_window_hours, rules.copies_max
    is_filing = filing.event in FILING_EVENTS
    broken = (
        (
            "contact_first", is_filing and not filing.has_contacted,
            "上报前还没有联系对方协商", "The other side has not been contacted first",
        ),
        (
            "copied_text", filing.copies >= most,
            f"{hours} 小时内已发送 {filing.copies} 次相同内容;请写明这一件的具体情况",
            f"The same text went out {filing.copies} times in {hours} h: say what this is about",
        ),
        (
            "holiday_filing", is_filing and filing.is_holiday,
            "今天是法定假日,对方可能无人处理;请先私下联系",
            "Today is a public holiday and they may be away: contact them privately first",
        ),
    )  # fmt: skip
    found = [
        Finding(name, getattr(rules, name), zh, en, held.code, held.version)
        for name, is_broken, zh, en in broken
        if is_broken and getattr(rules, name) != "allow"
    ]
    return sorted(found, key=lambda each: each.severity != "refuse")
