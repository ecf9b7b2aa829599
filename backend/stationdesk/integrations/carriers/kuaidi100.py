"""Kuaidi100 快递100: pushed and queried traces, and the signature of a push.

Source: its public documentation and SDK: form POST `param` and `sign` = MD5(param + salt) in hex;
`lastResult.data[]` holds the whole history, newest first. Codes: data/codes/kuaidi100_states.csv;
they collide with Kdniao's, so the provider is part of the code.
"""

import hashlib
import hmac

from stationdesk.integrations.carriers.contexts import Reading, read_context
from stationdesk.integrations.carriers.traces import (
    EVENTS_MAX,
    PayloadUnreadable,
    TracedScan,
    text_of,
    traced,
)

# Advanced codes, basic codes and their names; None: what the sentence says.
_STAGES: dict[str, str | None] = {
    "揽收": "collected", "1": "collected", "103": "collected", "101": "other", "102": "other",
    "派件": None, "5": None, "501": "in_locker",
    "签收": "signed", "3": "signed", "301": "signed", "302": "signed", "303": "signed",
    "304": "signed", "退回": "returned", "6": "returned", "退签": "returned", "4": "returned",
    "14": "problem_registered", "401": "other", "转投": "forwarded", "7": "forwarded",
    "203": "problem_registered", "204": "delivery_failed", "206": "delivery_failed",
    "209": "problem_registered",
}  # fmt: skip
_DISPATCHING = frozenset({"派件", "5"})


def is_payload(document: object) -> bool:
    """True of a push (`lastResult`) and of a query's answer (`data` and `nu`)."""
    if not isinstance(document, dict):
        return False
    return isinstance(document.get("lastResult"), dict) or {"data", "nu"} <= document.keys()


def parse(document: object) -> list[TracedScan]:
    """The scans of one payload. Raises PayloadUnreadable."""
    if not isinstance(document, dict) or not is_payload(document):
        raise PayloadUnreadable("a Kuaidi100 payload has lastResult with nu and data")
    result = document.get("lastResult") or document
    data = result.get("data") or []
    if not isinstance(data, list) or not all(isinstance(item, dict) for item in data):
        raise PayloadUnreadable("lastResult.data must be a list of events")
    if len(data) > EVENTS_MAX:
        raise PayloadUnreadable(f"lastResult.data has more than {EVENTS_MAX} events")
    events = []
    for item in data:
        sentence = text_of(item, "context")
        events.append((text_of(item, "ftime", "time"), sentence, _reading(item, sentence)))
    return traced(text_of(result, "nu"), events)


def _reading(item: dict[str, object], sentence: str) -> Reading:
    code = text_of(item, "statusCode")
    name = code if code in _STAGES else text_of(item, "status")
    reading = read_context(sentence, _STAGES.get(name))
    if name in _DISPATCHING and reading.milestone == "other":
        return read_context(sentence, "dispatched")
    return reading


def signature(param: str, salt: str) -> str:
    """MD5(param + salt), upper-case hex."""
    return hashlib.md5((param + salt).encode()).hexdigest().upper()  # noqa: S324 - its protocol


def is_signed(param: str, sign: str, salt: str) -> bool:
    """Whether a push comes from somebody who knows the salt; in constant time."""
    return hmac.compare_digest(signature(param, salt).encode(), sign.strip().upper().encode())
