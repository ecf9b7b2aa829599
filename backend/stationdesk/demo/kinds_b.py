"""Complaints, reissues, claims against other stations, and appeals against fines."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final, TypeAlias
from uuid import UUID

from stationdesk.cases import service as cases
from stationdesk.cases.core.queue import claim_this
from stationdesk.demo.stories import Deed, Story
from stationdesk.foundation.database import Database
from stationdesk.penalties import service as penalties
from stationdesk.penalties.repository.listing import Filters
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import tenant_session

Attach: TypeAlias = Callable[[Actor, UUID, str, datetime], Awaitable[None]]


def _claim(minutes: float, by: str) -> Deed:
    return Deed(minutes, by, "claim")


def _proofs(minutes: float, by: str, *codes: str) -> tuple[Deed, ...]:
    return tuple(Deed(minutes, by, "attach", {"code": code}) for code in codes)


COMPLAINTS: Final = (
    Story("complaint", "inbound", "XX01", 191, 0, 1.6, {
        "source": "customer", "category": "not_received", "caller": "许女士",
        "phone": "13857109920", "text": "显示驿站代收,驿站说没有,东西是给孩子的生日礼物",
        "wish": "今天送到或者赔偿"},
        (_claim(6, "chenxiaoyu"),
         Deed(31, "chenxiaoyu", "check_facts", {
             "checked_with": "业务员黄志勇", "finding": "放在相邻小区驿站,取件码发错手机号"}),
         Deed(40, "chenxiaoyu", "propose_compensation", {
             "apology": "给您添麻烦了,向您道歉", "proposal": "一小时内专人送到,并补偿运费",
             "compensation_fen": 6800}),
         Deed(42, "chenxiaoyu", "ask_approval", {"reason": "客户是老客户,货值 300 元"}))),
    Story("complaint", "inbound", "HS04", 192, 1, 2, {
        "source": "postal_12305", "category": "delay", "order_no": "YZ3202611200418",
        "caller": "吴先生", "text": "快件停留无锡 4 天无更新,要求说明并赔偿"},
        (_claim(20, "wanglei"),
         Deed(70, "wanglei", "check_facts", {
             "checked_with": "网点主管", "finding": "错分到锡山,已追回"}))),
    Story("complaint", "inbound", "KQ02", 193, 2, 5, {
        "source": "cainiao", "category": "attitude", "order_no": "CN88120077",
        "caller": "孙女士", "text": "业务员电话里骂人"},
        (_claim(9, "lina"),
         Deed(35, "lina", "check_facts", {
             "checked_with": "业务员沈国强", "finding": "通话录音确有争吵,双方都有责任"}),
         Deed(44, "lina", "propose", {
             "apology": "代业务员向您道歉", "proposal": "更换派送人员,主管上门致歉"}),
         Deed(60, "lina", "record_sanction", {
             "responsible": "courier", "name": "沈国强", "sanction": "停派半天,重新培训"}),
         Deed(65, "lina", "answer_source", {"text": "已致歉并更换派送人员", "proof": "菜鸟截图"}),
         *_proofs(70, "lina", "call_record", "answer_screenshot"),
         Deed(80, "lina", "carry_out", {"remedy": "主管已上门致歉"}),
         Deed(200, "lina", "confirm", {"confirmed_by": "孙女士", "text": "接受道歉"}))),
    Story("complaint", "inbound", "WZ06", 194, 0, 3.2, {
        "source": "platform", "category": "loss", "order_no": "TB202611200771",
        "caller": "买家小鹿", "text": "说没收到,要求全额赔"},
        (_claim(7, "zhouqian"),
         Deed(50, "zhouqian", "check_facts", {
             "checked_with": "驿站监控", "finding": "监控显示本人 11-18 19:42 取走"}),
         *_proofs(55, "zhouqian", "cctv"),
         Deed(58, "zhouqian", "propose_mark", {
             "mark": "abusive", "reason": "监控清楚,第三次同类投诉"}))),
)  # fmt: skip

REISSUES: Final = (
    Story("reissue", "inbound", "XX01", 195, 0, 2.4, {
        "reason": "not_found", "goods": "9.9 元包邮袜子", "goods_value_fen": 990,
        "counterparty": "义乌北苑"},
        (_claim(5, "sunhao"),
         Deed(12, "sunhao", "ask", {
             "name": "义乌北苑客服", "text": "到件后无派件,库里盘过没有,请商家补发一件"}),
         Deed(95, "sunhao", "agree", {"text": "商家同意,今晚发出", "cost_fen": 990}))),
    Story("reissue", "outbound", "WZ06", 196, 1, 4, {
        "reason": "damage", "goods": "陶瓷茶具", "goods_value_fen": 12800,
        "contact": "顾老板"},
        (_claim(10, "zhaomin"),
         Deed(18, "zhaomin", "ask", {"name": "顾老板", "text": "揽收时碰碎一件,今晚能补发吗?"}),
         Deed(40, "zhaomin", "agree", {"text": "可以,按成本价结", "cost_fen": 12800}),
         *_proofs(60, "zhaomin", "ask_record", "photo"),
         Deed(90, "zhaomin", "reissue", {"new_waybill": "YT8800120077196"}))),
)  # fmt: skip


def _filed(
    station: str, parcel: int, days: int, by: str, other: str, amount_fen: int, *ends: Deed
) -> Story:
    """A claim that its agent settled first in vain, proved and filed."""
    return Story(
        "arbitration", "outbound", station, parcel, days, 6,
        {"ground": "loss", "claimed_amount_fen": amount_fen, "counterparty": other,
         "description": "发出后无到件,查无下落"},
        (
            _claim(15, by),
            Deed(30, by, "contact", {
                "party": f"{other}客服", "text": f"运单尾号 {parcel},请盘库并回复是否能赔"}),
            *_proofs(60, by, "trace", "value_proof", "call_record"),
            Deed(90, by, "file", {"claim_no": f"ZC26{parcel:06d}", "text": "协商未果,附凭证"}),
            *ends,
        ),
    )  # fmt: skip


def _won(by: str, amount_fen: int) -> tuple[Deed, ...]:
    return (
        Deed(1500, by, "award", {"awarded_amount_fen": amount_fen, "text": "全额支持"}),
        Deed(2900, by, "receive_payment", {"amount_fen": amount_fen, "proof": "总部返款流水"}),
    )


FILINGS: Final = (
    _filed("KQ02", 511, 12, "lina", "苏州吴中", 12600, *_won("lina", 12600)),
    _filed("KQ02", 512, 9, "lina", "南昌红谷滩", 8800, *_won("lina", 8800)),
    _filed("WZ06", 513, 8, "zhaomin", "长沙岳麓", 15500,
           Deed(1700, "zhaomin", "reject", {"reason": "签收底单齐全"})),
    _filed("WZ06", 514, 6, "zhouqian", "长沙岳麓", 6600,
           Deed(1600, "zhouqian", "reject", {"reason": "证据不足"})),
    _filed("XX01", 515, 5, "chenxiaoyu", "温州瓯海", 23800,
           Deed(700, "chenxiaoyu", "settle", {"amount_fen": 18000, "proof": "转账截图"})),
    _filed("XX01", 516, 2, "chenxiaoyu", "义乌北苑", 9900),
)  # fmt: skip

STORIES_B: Final = (*COMPLAINTS, *REISSUES, *FILINGS)

# code of the fine, its station, ground, reason, agent, how it ended (None: it is still with HQ)
_APPEALS: Final = (
    ("044309", "WZ06", "exempt", "台风停运日,总部已发免考通知", "zhaomin", "fine_cancelled"),
    ("110492", "HS04", "duplicate", "同一单两次扣款", "wanglei", None),
)  # fmt: skip
_PROOF: Final = {"exempt": "exemption_notice", "duplicate": "both_lines"}


async def appeal_some(
    database: Database, people: dict[str, Actor], attach: Attach, now: datetime
) -> int:
    """Appeal against fines of this month that can still be appealed; returns how many were."""
    manager = people["fangzhiyuan"]
    async with tenant_session(database, manager) as session:
        page = await penalties.fine_page(
            session, manager, filters=Filters(), cursor=None, limit=200
        )
    appealed = 0
    for code, station, ground, reason, agent, ends in _APPEALS:
        fine = next(
            (
                each
                for each in page.items
                if (each.code, each.station.code) == (code, station) and each.amount_fen > 0
            ),
            None,
        )
        if fine is None or (fine.appeal_due_at is not None and fine.appeal_due_at < now):
            continue
        async with tenant_session(database, manager) as session:
            case = await penalties.open_appeal(
                session, manager, fine.id, ground=ground, reason=reason, now=now
            )
        actor = people[agent]
        await claim_this(database, actor, case.id, now)
        await attach(actor, case.id, _PROOF[ground], now)
        appealed += 1
        deeds = [("file", {"appeal_no": f"SS26{appealed:06d}", "statement": reason})]
        if ends is not None:
            deeds.append((ends, {"text": "同意"}))
        for event, data in deeds:
            async with tenant_session(database, actor) as session:
                await cases.apply_event(session, actor, case.id, event, data, None, now)
    return appealed
