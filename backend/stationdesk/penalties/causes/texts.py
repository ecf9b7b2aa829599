"""The sentences of a proposal, in Chinese and English, as a station's owner understands them."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from stationdesk.penalties.causes.staffing import Cover
from stationdesk.penalties.causes.words import Cause


@dataclass(frozen=True, slots=True)
class Sentence:
    """A reason for the proposed cause; `code` is stable, texts are for people."""

    code: str
    text_zh: str
    text_en: str


@dataclass(frozen=True, slots=True)
class Contrast:
    """Why another cause is not proposed."""

    cause: Cause
    text_zh: str
    text_en: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What was measured in the breached window; all figures are whole minutes."""

    due_at: datetime
    zone: tzinfo
    minutes: dict[Cause, int]
    queue_minutes: int
    station_minutes: int
    last_kind: str
    last_name: str
    last_from: datetime
    last_minutes: int
    last_inside: int
    last_off_minutes: int
    cover: Cover | None
    answered_by_station_at: datetime | None
    minimum_minutes: int
    queue_target_minutes: int
    station_answer_minutes: int

    def local(self, moment: datetime) -> str:
        """Clock time at the station."""
        return moment.astimezone(self.zone).strftime("%H:%M")

    @property
    def minutes_left_after_answer(self) -> int | None:
        """From the station's last answer to the deadline."""
        if self.answered_by_station_at is None:
            return None
        return int((self.due_at - self.answered_by_station_at).total_seconds() // 60)


_HOLDER_ZH = {
    "intake": "接收环节", "queue": "队列", "supervisor": "组长", "agent": "坐席", "station": "网点",
    "courier": "业务员", "customer": "客户", "counterparty": "对方网点", "carrier": "总部",
}  # fmt: skip
_HOLDER_EN = {
    "intake": "intake", "queue": "the queue", "supervisor": "the supervisor", "agent": "the agent",
    "station": "the station", "courier": "the courier", "customer": "the customer",
    "counterparty": "the other station", "carrier": "the carrier",
}  # fmt: skip


def reasons(
    cause: Cause, user: str, facts: Facts, is_last_to_blame: bool, is_left_alone: bool
) -> tuple[Sentence, ...]:
    """Why the cause is proposed, the strongest reason first."""
    found = [_held_last(facts)]
    if is_left_alone:
        found.append(_off_shift(facts))
    elif is_last_to_blame:
        found.append(_minimum_reached(facts))
    else:
        found.append(_largest_use(cause, user, facts))
    cover = facts.cover
    if cause is Cause.FIRM_PROCESS and cover is not None and cover.uncovered_minutes:
        found.append(
            Sentence(
                "NO_COVER",
                f"排队时有 {cover.uncovered_minutes} 分没有主岗或备岗在班",
                f"While it waited, nobody who serves the station was on shift for "
                f"{cover.uncovered_minutes} min",
            )
        )
    left = facts.minutes_left_after_answer
    if cause is not Cause.STATION_OPERATION and left is not None:
        answered = facts.local(facts.answered_by_station_at or facts.due_at)
        found.append(
            Sentence(
                "STATION_HAD_ANSWERED",
                f"网点 {answered} 已答复，答复后还余 {left} 分",
                f"The station had answered at {answered}, with {left} min left",
            )
        )
    return tuple(found)


def _minimum_reached(facts: Facts) -> Sentence:
    return Sentence(
        "MINIMUM_REACHED",
        f"时限内 {facts.last_inside} 分，不低于制度下限 {facts.minimum_minutes} 分，"
        f"{facts.local(facts.due_at)} 到时未办结",
        f"{facts.last_inside} min inside the deadline, at least the policy's minimum of "
        f"{facts.minimum_minutes} min, and it ran out at {facts.local(facts.due_at)}",
    )


def _largest_use(cause: Cause, user: str, facts: Facts) -> Sentence:
    used = facts.minutes[cause]
    return Sentence(
        "LARGEST_USE",
        f"最后一段只有 {facts.last_inside} 分，低于制度下限 {facts.minimum_minutes} 分；"
        f"时限内用时最多的是{user or _cause_holder_zh(cause)}，共 {used} 分",
        f"The last holder had only {facts.last_inside} min, below the policy's minimum of "
        f"{facts.minimum_minutes}; most of the time, {used} min, was used by "
        f"{user or _cause_holder_en(cause)}",
    )


def _off_shift(facts: Facts) -> Sentence:
    name = facts.last_name or _HOLDER_ZH["agent"]
    return Sentence(
        "AGENT_OFF_SHIFT",
        f"其中 {facts.last_off_minutes} 分{name}不在班，公司没有安排人接手",
        f"For {facts.last_off_minutes} min of them {facts.last_name or 'the agent'} was not on "
        "shift, and the firm had nobody take over",
    )


def _held_last(facts: Facts) -> Sentence:
    holder_zh = facts.last_name or _HOLDER_ZH.get(facts.last_kind, facts.last_kind)
    holder_en = facts.last_name or _HOLDER_EN.get(facts.last_kind, facts.last_kind)
    return Sentence(
        "HELD_LAST",
        f"最后 {facts.last_minutes} 分钟在{holder_zh}手中，时限内 {facts.last_inside} 分",
        f"For the last {facts.last_minutes} min it was with {holder_en}, "
        f"{facts.last_inside} min of them inside the deadline",
    )


def _cause_holder_zh(cause: Cause) -> str:
    return {Cause.FIRM_PROCESS: "公司", Cause.STATION_OPERATION: "网点"}.get(cause, "其他方")


def _cause_holder_en(cause: Cause) -> str:
    return {Cause.FIRM_PROCESS: "the firm", Cause.STATION_OPERATION: "the station"}.get(
        cause, "another party"
    )


def against(proposed: Cause, facts: Facts) -> tuple[Contrast, ...]:
    """Why not the others: always for those that a reader asks about first, else where one of them
    had the case at all."""
    contrasts = (
        _against_agent(facts),
        _against_firm(facts),
        _against_station(facts),
        _against_waiting(Cause.CUSTOMER, "customer", facts),
        _against_waiting(Cause.COUNTERPARTY, "counterparty", facts),
        _against_carrier(),
    )
    return tuple(each for each in contrasts if each is not None and each.cause is not proposed)


def _against_agent(facts: Facts) -> Contrast:
    minutes = facts.minutes[Cause.AGENT_NEGLIGENCE]
    if minutes == 0:
        return Contrast(
            Cause.AGENT_NEGLIGENCE,
            "时限内没有坐席持有本件",
            "No agent held it inside the deadline",
        )
    return Contrast(
        Cause.AGENT_NEGLIGENCE,
        f"坐席时限内持有 {minutes} 分，到时不是坐席任其超时",
        f"Agents held it for {minutes} min inside the deadline, and did not let it run out",
    )


def _against_firm(facts: Facts) -> Contrast:
    minutes, target = facts.queue_minutes, facts.queue_target_minutes
    cover_zh, cover_en = _cover(facts.cover)
    if minutes == 0:
        return Contrast(Cause.FIRM_PROCESS, "没有排队等待", "It did not wait in the queue")
    if minutes <= target:
        return Contrast(
            Cause.FIRM_PROCESS,
            f"排队 {minutes} 分，未过 {target} 分目标{cover_zh}",
            f"{minutes} min in the queue, within the target of {target} min{cover_en}",
        )
    return Contrast(
        Cause.FIRM_PROCESS,
        f"排队 {minutes} 分，超过 {target} 分目标，但之后仍有时间办结{cover_zh}",
        f"{minutes} min in the queue, over the target of {target} min, yet time was left after it"
        f"{cover_en}",
    )


def _cover(cover: Cover | None) -> tuple[str, str]:
    """Who was there to take it; nothing where no shifts are kept."""
    if cover is None:
        return "", ""
    if cover.uncovered_minutes or not cover.names:
        return (
            f"；其中 {cover.uncovered_minutes} 分无人在班",
            f"; nobody was on shift for {cover.uncovered_minutes} min of it",
        )
    return f"；{cover.names[0]}在班，无缺口", f"; {cover.names[0]} was on shift, without a gap"


def _against_station(facts: Facts) -> Contrast:
    minutes, agreed = facts.station_minutes, facts.station_answer_minutes
    left = facts.minutes_left_after_answer
    rest_zh = "" if left is None else f"；答后还余 {left} 分"
    rest_en = "" if left is None else f"; {left} min were left after the answer"
    if minutes == 0:
        return Contrast(
            Cause.STATION_OPERATION,
            "时限内没有等网点答复",
            "Nothing was waited for from the station inside the deadline",
        )
    if minutes <= agreed:
        return Contrast(
            Cause.STATION_OPERATION,
            f"网点用 {minutes} 分，在约定 {agreed} 分内{rest_zh}",
            f"The station took {minutes} min, within the agreed {agreed} min{rest_en}",
        )
    return Contrast(
        Cause.STATION_OPERATION,
        f"网点用 {minutes} 分，超过约定 {agreed} 分{rest_zh}",
        f"The station took {minutes} min, over the agreed {agreed} min{rest_en}",
    )


def _against_waiting(cause: Cause, holder: str, facts: Facts) -> Contrast | None:
    minutes = facts.minutes[cause]
    if minutes == 0:
        return None
    return Contrast(
        cause,
        f"等待{_HOLDER_ZH[holder]} {minutes} 分，到时不在{_HOLDER_ZH[holder]}手中",
        f"{minutes} min waiting for {_HOLDER_EN[holder]}, which did not have it at the deadline",
    )


def _against_carrier() -> Contrast:
    """What repeats and notices say comes before custody; here neither was found."""
    return Contrast(
        Cause.CARRIER_ERROR,
        "无免考通知；未见重复扣款",
        "No exemption notice, and no duplicate charge was found",
    )
