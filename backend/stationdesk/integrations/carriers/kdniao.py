"""Kdniao 快递鸟: traces in its own shape (capital or small first letters, or both at once) and in
the shape that resellers make of it (`outWaybillNo`, `action` codes, newest first).

Codes: data/codes/kdniao_stateex.csv; they collide with Kuaidi100's.
"""

from stationdesk.integrations.carriers.contexts import read_context
from stationdesk.integrations.carriers.traces import (
    EVENTS_MAX,
    PayloadUnreadable,
    TracedScan,
    text_of,
    traced,
)

_STAGES: dict[str, str] = {
    "1": "collected", "10": "other", "202": "dispatched", "205": "arrived", "211": "in_locker",
    "3": "signed", "301": "signed", "302": "signed", "304": "signed", "311": "signed",
    "404": "problem_registered", "405": "delivery_failed", "406": "signed", "414":
    "problem_registered", "416": "delivery_failed", "418": "locker_taken_back",
    "419": "dispatched", "422": "problem_registered", "423": "problem_registered",
    "5": "forwarded",
}  # fmt: skip


def is_payload(document: object) -> bool:
    """True of a document with a list of traces."""
    return isinstance(document, dict) and (
        isinstance(document.get("Traces"), list) or isinstance(document.get("traces"), list)
    )


def parse(document: object) -> list[TracedScan]:
    """The scans of one payload. Raises PayloadUnreadable."""
    if not isinstance(document, dict) or not is_payload(document):
        raise PayloadUnreadable("a Kdniao payload has LogisticCode and Traces")
    # Some senders give every field twice under two spellings: one of them is enough.
    traces = document.get("Traces") or document.get("traces") or []
    if not isinstance(traces, list) or not all(isinstance(item, dict) for item in traces):
        raise PayloadUnreadable("Traces must be a list of events")
    if len(traces) > EVENTS_MAX:
        raise PayloadUnreadable(f"Traces has more than {EVENTS_MAX} events")
    events = []
    for item in traces:
        sentence = text_of(item, "AcceptStation", "acceptStation")
        stage = _STAGES.get(text_of(item, "Action", "action"))
        place = text_of(item, "Location", "location")
        time = text_of(item, "AcceptTime", "acceptTime")
        events.append((time, sentence, read_context(sentence, stage, place)))
    waybill = text_of(document, "LogisticCode", "logisticCode", "outWaybillNo", "waybillNo")
    return traced(waybill, events)
