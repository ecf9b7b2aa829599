"""The answers that a link offers, so that two taps are enough. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from stationdesk.notices.errors import LinkAnswerInvalid

TEXT_MAX: Final = 500
BY_MAX: Final = 5


@dataclass(frozen=True, slots=True)
class ReadyAnswer:
    """One button. `needs` is `time` where an hour goes with it, `text` where words do."""

    code: str
    zh: str
    en: str
    needs: str = ""


OTHER: Final = ReadyAnswer("other", "其他情况，自己写", "Something else, in words", "text")
_COURIER: Final = (
    ReadyAnswer("delivered", "已送达客户", "Delivered to the customer"),
    ReadyAnswer("in_locker", "在驿站或快递柜", "In the locker or parcel shop"),
    ReadyAnswer("today_by", "今天几点前送到", "Will deliver today by", "time"),
    ReadyAnswer("not_found", "没找到这件", "Cannot find it"),
    OTHER,
)
_STATION: Final = (
    ReadyAnswer("handled", "已派人处理，今天有结果", "Somebody is on it, result today"),
    ReadyAnswer("today_by", "今天几点前有结果", "Result today by", "time"),
    ReadyAnswer("not_here", "查过，网点没有这件", "Checked: it is not at the station"),
    OTHER,
)
_INTERCEPTION: Final = (
    ReadyAnswer("stopped", "已拦下", "Stopped"),
    ReadyAnswer("too_late", "已经派出或签收", "Already out or signed"),
    ReadyAnswer("not_here", "还没到我们这里", "Not here yet"),
    OTHER,
)
_BY_PARTY: Final[Mapping[str, tuple[ReadyAnswer, ...]]] = {
    "courier": _COURIER,
    "station": _STATION,
}
_BY_KIND: Final[Mapping[str, tuple[ReadyAnswer, ...]]] = {"interception": _INTERCEPTION}


def ready_answers(party: str, kind: str) -> tuple[ReadyAnswer, ...]:
    """What is offered to that party about a case of that kind."""
    return _BY_KIND.get(kind, _BY_PARTY[party])


def written_answer(party: str, kind: str, code: str, by: str, text: str) -> str:
    """The answer as the timeline keeps it. Raises LinkAnswerInvalid, saying what is missing."""
    text = " ".join(text.split())
    if len(text) > TEXT_MAX or len(by) > BY_MAX:
        raise LinkAnswerInvalid(f"At most {TEXT_MAX} characters.", zh=f"最多 {TEXT_MAX} 个字")
    known = {each.code: each for each in ready_answers(party, kind)}
    chosen = known.get(code)
    if chosen is None:
        raise LinkAnswerInvalid(
            f"{code[:40]!r} is none of the answers offered: {', '.join(known)}.", zh="请选一个答复"
        )
    if chosen.needs == "text":
        if not text:
            raise LinkAnswerInvalid("Say in words what is the matter.", zh="请写一句情况")
        return text
    said = chosen.zh
    if chosen.needs == "time":
        said = said.replace("几点", _hour(by))
    return f"{said}。{text}" if text else said


def _hour(by: str) -> str:
    hours, _, minutes = by.partition(":")
    is_time = hours.isdecimal() and minutes.isdecimal() and int(hours) < 24 and int(minutes) < 60
    if not is_time:
        raise LinkAnswerInvalid(f"{by!r} is no time; write one like 18:00.", zh="请选几点前")
    return f" {int(hours)}:{int(minutes):02} "
