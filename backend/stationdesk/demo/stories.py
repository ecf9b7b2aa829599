"""What happened to the demo's cases: each a script of who did what, minutes after it began."""

from dataclasses import dataclass, field
from typing import Any, Final, Literal

DoneBy = str
"""An agent's sign-in name, or "system"."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that somebody did, `minutes` after HQ issued the case."""

    minutes: float
    by: DoneBy
    what: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Story:
    """A case and its script. It began `days` and `hours` before now; `parcel` picks the waybill."""

    kind: str
    direction: Literal["inbound", "outbound"]
    station: str
    parcel: int
    days: int
    hours: float
    details: dict[str, Any]
    deeds: tuple[Deed, ...] = ()
    received_after: float = 4


def _claim(minutes: float, by: str) -> Deed:
    return Deed(minutes, by, "claim")


def _proof(minutes: float, by: str, code: str) -> Deed:
    return Deed(minutes, by, "attach", {"code": code})


def _follow_up(minutes: float, by: str) -> Deed:
    return Deed(minutes, by, "first_follow_up", {"text": "已联系客户,正在核实,稍后答复。"})


def _ask(minutes: float, by: str, whom: str, question: str, name: str = "") -> Deed:
    named = {"name": name} if name else {}
    return Deed(minutes, by, f"ask_{whom}", {"question": question, **named})


def _said(minutes: float, by: str, whom: str, answer: str) -> Deed:
    return Deed(minutes, by, f"{whom}_answered", {"answer": answer, "proof": "一次性链接"})


def _answer(minutes: float, by: str) -> tuple[Deed, ...]:
    text = "经核实,快件由业务员放在江陵路菜鸟驿站,已致歉并约定当日送达。"
    return (
        _proof(minutes - 1, by, "call_record"),
        Deed(minutes, by, "answer", {"text": text, "proof": "总部系统截图"}),
    )


def _order(number: int, text: str, minutes: int = 120, category: str = "other") -> dict[str, Any]:
    return {
        "order_no": f"GD26{number:08d}",
        "text": text,
        "category": category,
        "reply_due_minutes": minutes,
    }


def _late_agent(days: int, parcel: int, agent: str, station: str, number: int) -> Story:
    """The picture's case: the station answered in time, the agent let 41 minutes run out."""
    return Story(
        "work_order", "inbound", station, parcel, days, 2.5,
        _order(number, "客户称未收到,要求当日送达"),
        (
            _claim(16, agent),
            _follow_up(18, agent),
            _ask(35, agent, "station", "请核实放置位置并拍照。"),
            _said(91, agent, "station", "放在江陵路驿站,附照片。"),
            *_answer(132, agent),
            Deed(300, agent, "accept_answer"),
        ),
    )  # fmt: skip


def _late_station(days: int, parcel: int, agent: str, station: str, number: int) -> Story:
    """The station kept the case for almost all of the time."""
    return Story(
        "work_order", "inbound", station, parcel, days, 5, _order(number, "催派送,客户在家等用"),
        (
            _claim(7, agent),
            _follow_up(9, agent),
            _ask(10, agent, "station", "客户等用,请安排派送。"),
            _said(131, agent, "station", "业务员已送达。"),
            *_answer(136, agent),
            Deed(200, agent, "accept_answer"),
        ),
    )  # fmt: skip


def _late_queue(days: int, parcel: int, agent: str, station: str, number: int) -> Story:
    """Nobody took it: the firm's own fault."""
    return Story(
        "work_order", "inbound", station, parcel, days, 9, _order(number, "改址后仍派原址"),
        (
            _claim(112, agent),
            _follow_up(114, agent),
            *_answer(126, agent),
            Deed(180, agent, "accept_answer"),
        ),
    )  # fmt: skip


LATE: Final = (
    _late_agent(10, 101, "chenxiaoyu", "XX01", 11120093),
    _late_agent(8, 107, "wanglei", "HS04", 11140031),
    _late_agent(4, 113, "lina", "KQ02", 11180044),
    _late_station(9, 121, "chenxiaoyu", "XX01", 11130012),
    _late_station(6, 127, "zhaomin", "WZ06", 11160077),
    _late_queue(7, 131, "wanglei", "YH05", 11150020),
    _late_queue(3, 137, "sunhao", "XX01", 11190005),
)
"""Work orders answered too late: HQ fined each."""

_TEXTS: Final = (
    "要求核实签收人",
    "客户询问在柜件",
    "提货重量不符",
    "催派送",
    "地址不详请补电话",
    "要求改派时间",
    "虚假签收核实",
    "要求送货上楼",
    "核实放置位置",
    "要求当日送达",
    "客户改约",
)
_SERVED_BY: Final = (
    ("XX01", "chenxiaoyu"), ("KQ02", "lina"), ("HS04", "wanglei"), ("XX01", "sunhao"),
    ("WZ06", "zhaomin"), ("YH05", "hejia"), ("NH03", "xuqing"), ("WZ06", "zhouqian"),
)  # fmt: skip
KEPT_ORDERS: Final = 104
KEPT_DAYS: Final = 19


def _kept(number: int) -> Story:
    """A work order answered in time, on one of the days before."""
    station, agent = _SERVED_BY[number % len(_SERVED_BY)]
    text = _TEXTS[number % len(_TEXTS)]
    return Story(
        "work_order", "inbound", station, 700 + number, 1 + number % KEPT_DAYS,
        4 + number % 5, _order(12200000 + number, text),
        (
            _claim(6 + number % 4, agent),
            _follow_up(11 + number % 4, agent),
            *_answer(36 + number % 70, agent),
            Deed(180, agent, "accept_answer"),
        ),
    )  # fmt: skip


KEPT: Final = tuple(_kept(number) for number in range(KEPT_ORDERS))


OPEN_ORDERS: Final = (
    Story("work_order", "inbound", "XX01", 301, 0, 1.43, _order(11200187, "有派未签 未收到", 120),
          (_claim(15, "chenxiaoyu"), _follow_up(16, "chenxiaoyu"),
           _ask(28, "chenxiaoyu", "courier", "请核实放置位置并拍照", "黄志勇"),
           _said(79, "chenxiaoyu", "courier", "放菜鸟驿站未入柜,附照片"))),
    Story("work_order", "inbound", "XX01", 302, 0, 2.07, _order(11200417, "二次投诉 未收到", 120),
          (_claim(9, "chenxiaoyu"), _follow_up(10, "chenxiaoyu"),
           _ask(14, "chenxiaoyu", "station", "客户二次投诉,请今日送达"))),
    Story("work_order", "inbound", "HS04", 303, 0, 1.88, _order(11200394, "要求核实签收人", 120)),
    Story("work_order", "inbound", "KQ02", 304, 0, 1.7, _order(11200915, "催派送 客户等用", 120),
          (_claim(12, "chenxiaoyu"), _follow_up(13, "chenxiaoyu"),
           _ask(20, "chenxiaoyu", "courier", "客户在家等用,何时能到?", "沈国强"))),
    Story("work_order", "inbound", "XX01", 305, 0, 1.2, _order(11200583, "改址后仍派原址", 120),
          (_claim(8, "sunhao"), _ask(11, "sunhao", "station", "请按新地址派送"))),
    Story("work_order", "inbound", "XX01", 306, 0, 0.9, _order(11200317, "虚假签收 核实门柜", 120,
          "false_signature"), (_claim(10, "sunhao"),)),
    Story("work_order", "inbound", "NH03", 307, 0, 0.5, _order(11200452, "提货重量不符", 120,
          "weight"), (_claim(5, "xuqing"), _follow_up(6, "xuqing"),
                      _ask(9, "xuqing", "customer", "请提供称重照片"))),
    Story("work_order", "outbound", "KQ02", 308, 0, 0.4, _order(11200620, "寄件人询问未揽收", 240)),
    Story("work_order", "outbound", "YH05", 309, 0, 0.7, _order(11200621, "面单信息写错", 240),
          (_claim(12, "hejia"), _follow_up(14, "hejia"))),
    Story("work_order", "inbound", "WZ06", 310, 0, 1.5, _order(11200622, "放驿站未通知", 120),
          (_claim(20, "zhaomin"), _follow_up(22, "zhaomin"),
           Deed(60, "zhaomin", "ask_extension", {"reason": "业务员车辆故障", "minutes": 120}))),
)  # fmt: skip


def _problem(kind: str, text: str) -> dict[str, Any]:
    return {"problem_type": kind, "description": text}


PROBLEMS: Final = (
    Story("problem_parcel", "inbound", "XX01", 401, 0, 2.2, _problem("A1", "电话无法接通"),
          (_claim(9, "chenxiaoyu"),)),
    Story("problem_parcel", "inbound", "HS04", 402, 0, 1.6, _problem("A5", "拒收 待截图"),
          (_claim(12, "wanglei"), _proof(30, "wanglei", "call_record"),
           Deed(32, "wanglei", "register", {"problem_type": "A5"}))),
    Story("problem_parcel", "inbound", "KQ02", 403, 0, 1.1, _problem("B3", "错分 转柯岩")),
    Story("problem_parcel", "inbound", "XX01", 404, 0, 0.8, _problem("A2", "地址不详 请补电话"),
          (_claim(6, "chenxiaoyu"),
           _ask(9, "chenxiaoyu", "counterparty", "请寄方补收件人电话", "义乌北苑"))),
    Story("problem_parcel", "inbound", "WZ06", 405, 0, 3.0, _problem("B4", "外包装破损"),
          (_claim(14, "zhouqian"), _proof(40, "zhouqian", "photo"),
           Deed(42, "zhouqian", "register", {"problem_type": "B4"}))),
    Story("problem_parcel", "outbound", "KQ02", 406, 0, 0.9,
          _problem("A1", "派件网点登记:电话停机")),
    Story("problem_parcel", "outbound", "WZ06", 407, 0, 1.3,
          _problem("A4", "派件网点登记:查无此人"),
          (_claim(11, "zhaomin"), _ask(15, "zhaomin", "customer", "请寄件人核对姓名"))),
    Story("problem_parcel", "inbound", "YH05", 408, 0, 0.6, _problem("A9", "客户预约明日")),
)  # fmt: skip

CLAIMS: Final = (
    Story("arbitration", "inbound", "XX01", 501, 1, 3, {
        "ground": "delay", "claimed_amount_fen": 26000, "description": "延误 协商中",
        "counterparty": "义乌北苑", "respond_due_minutes": 3000},
          (_claim(30, "chenxiaoyu"),
           Deed(90, "chenxiaoyu", "negotiate", {"amount_fen": 8000, "text": "愿补偿 80 元"}))),
    Story("arbitration", "inbound", "HS04", 502, 1, 1, {
        "ground": "damage", "claimed_amount_fen": 50000, "description": "外包装完好,内件破损",
        "counterparty": "苏州吴中"}),
    Story("arbitration", "outbound", "KQ02", 503, 2, 4, {
        "ground": "loss", "claimed_amount_fen": 18800, "description": "发出后无到件",
        "counterparty": "南昌红谷滩"}, (_claim(60, "lina"),)),
)  # fmt: skip

STORIES: Final = (*LATE, *KEPT, *OPEN_ORDERS, *PROBLEMS, *CLAIMS)
