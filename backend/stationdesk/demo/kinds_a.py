"""Messages, chases, inquiries, interceptions, couriers' calls for help, pickup orders."""

from datetime import datetime, timedelta
from typing import Any, Final

from stationdesk.demo.stories import Deed, Story

NO_LABEL_YET: Final = -1
"""A parcel that is still to be collected."""
_UNSCANNED: Final = 90_000
"""From here on the demo's parcels have left no trace."""


def _claim(minutes: float, by: str) -> Deed:
    return Deed(minutes, by, "claim")


MESSAGES: Final = (
    Story("message", "inbound", "XX01", 151, 0, 0.6, {
        "sender": "counterparty", "sender_name": "义乌北苑",
        "text": "客户说门口没有快件,请核实放在哪里并回复照片"}),
    Story("message", "inbound", "HS04", 152, 0, 1.4, {
        "sender": "carrier", "sender_name": "无锡省区", "text": "请说明昨日 12 件有到未派的原因"},
        (_claim(8, "wanglei"),
         Deed(12, "wanglei", "ask_station", {"question": "昨日 12 件未派,请说明原因"}))),
    Story("message", "outbound", "WZ06", 153, 0, 2.1, {
        "sender": "counterparty", "sender_name": "长沙岳麓", "text": "面单电话少一位,请补"},
        (_claim(6, "zhaomin"),
         Deed(21, "zhaomin", "reply", {"reply_text": "完整电话已在系统补录,请再派",
                                       "proof": "总部系统截图"}))),
    Story("message", "inbound", "KQ02", 154, 1, 3, {
        "sender": "counterparty", "sender_name": "温州瓯海", "text": "本件何时派送?"},
        (_claim(9, "lina"),
         Deed(15, "lina", "reply", {"reply_text": "今日下午派送", "proof": "总部系统截图"}),
         Deed(200, "lina", "settle", {"note": "已签收,对方无异议"}))),
)  # fmt: skip

CHASES: Final = (
    Story("chase", "inbound", "XX01", 161, 0, 0.4, {
        "urged_by": "recipient", "name": "周女士", "phone": "13867120981",
        "text": "今天能送到吗?家里老人等药"}),
    Story("chase", "outbound", "KQ02", 162, 0, 1.2, {
        "urged_by": "shipper", "name": "绣坊陈老板", "text": "客户明早开业要用",
        "counterparty": "苏州吴中"},
        (_claim(5, "lina"),
         Deed(9, "lina", "ask_counterparty", {
             "question": "收件人明早九点开业,这件今天能否优先派?后门可收",
             "name": "苏州吴中"}))),
    Story("chase", "inbound", "YH05", 163, 1, 5, {
        "urged_by": "recipient", "name": "胡先生", "text": "显示派送中已经一天"},
        (_claim(7, "hejia"),
         Deed(20, "hejia", "ask_courier", {"question": "这件在车上吗?几点到", "name": "方健"}),
         Deed(34, "hejia", "courier_answered", {"answer": "在车上,晚饭前到"}))),
)  # fmt: skip

INQUIRIES: Final = (
    Story("inquiry", "inbound", "XX01", 171, 0, 0.2, {
        "asker": "recipient", "asker_name": "林先生", "phone": "13958001377",
        "identity": "caller_number", "subject": "trace", "question": "我的快件到哪里了?"}),
    Story("inquiry", "inbound", "NH03", _UNSCANNED + 1, 0, 0.7, {
        "asker": "recipient", "asker_name": "沈女士", "phone": "13757301204",
        "identity": "waybill_and_name", "subject": "trace", "question": "三天没有更新了"},
        (_claim(3, "xuqing"),
         Deed(5, "xuqing", "promise_call_back", {"phone": "13757301204",
                                                 "text": "系统无轨迹,问过业务员再回电"}),
         Deed(8, "xuqing", "ask_courier", {"question": "这件有没有见过?", "name": "姚明华"}))),
    Story("inquiry", "outbound", "WZ06", NO_LABEL_YET, 0, 2.6, {
        "asker": "other", "asker_name": "路过客户", "subject": "tariff",
        "question": "寄 3 公斤到成都多少钱?"},
        (_claim(2, "zhouqian"),
         Deed(4, "zhouqian", "answer", {"told": ["tariff", "station_contact"],
                                        "answer_text": "按对外价目表告知,附网点地址和营业时间"}))),
)  # fmt: skip

INTERCEPTIONS: Final = (
    Story("interception", "outbound", "KQ02", _UNSCANNED + 11, 0, 0.5, {
        "target": "change_address", "applicant": "shipper", "applicant_name": "布行王总",
        "new_addressee": "李女士", "new_phone": "13606711090",
        "new_address": "金华市义乌市福田街道某路 8 号", "reason": "收件人临时出差"}),
    Story("interception", "outbound", "WZ06", _UNSCANNED + 12, 0, 3.2, {
        "target": "return_to_address", "applicant": "shipper", "applicant_name": "顾老板",
        "new_address": "苏州市吴中区某路 3 号", "reason": "买家退款"},
        (_claim(6, "zhaomin"),
         Deed(18, "zhaomin", "place", {"carrier_order_no": "LJ2611220031", "fee_fen": 1200,
                                       "paid_by": "shipper"}))),
    Story("interception", "inbound", "XX01", _UNSCANNED + 13, 0, 1.1, {
        "target": "return_to_station", "applicant": "counterparty", "counterparty": "义乌北苑",
        "carrier_order_no": "LJ2611220077", "reason": "寄件人要求退回", "courier": "潘晓东"},
        (_claim(7, "chenxiaoyu"),
         Deed(9, "chenxiaoyu", "ask_courier", {"question": "这件不要派,带回网点",
                                               "name": "潘晓东"}))),
    Story("interception", "inbound", "HS04", _UNSCANNED + 14, 1, 6, {
        "target": "return_to_station", "applicant": "carrier", "reason": "平台退款拦截",
        "carrier_order_no": "LJ2611210455"},
        (_claim(10, "wanglei"), Deed(40, "wanglei", "hold", {"proof": "快件照片"}),
         Deed(300, "wanglei", "send_back", {"proof": "退回底单",
                                            "new_waybill": "YT88900000771"}))),
)  # fmt: skip

HELP: Final = (
    Story("driver_help", "inbound", "XX01", 181, 0, 0.06, {
        "trouble": "unreachable", "courier": "黄志勇", "courier_phone": "13858101701",
        "place": "江陵路 1760 号 2 幢楼下", "description": "打了三次没人接,停车只有十分钟"},
        received_after=1),
    Story("driver_help", "inbound", "KQ02", 182, 0, 0.12, {
        "trouble": "carry_upstairs_unpaid", "courier": "沈国强", "floor": 6,
        "place": "柯桥万商路小区", "channel": "link", "description": "冰柜,无电梯"},
        (_claim(3, "lina"),
         Deed(4, "lina", "ask_counterparty", {"question": "上楼费 60 元寄件方是否承担?",
                                              "name": "佛山顺德"})),
        received_after=1),
    Story("driver_help", "inbound", "YH05", 183, 0, 4.5, {
        "trouble": "wrong_address", "courier": "汪洋", "place": "瑶海区明光路"},
        (_claim(2, "hejia"),
         Deed(7, "hejia", "give_contact", {"new_address": "明光路 88 号后门",
                                           "new_phone": "13955110034", "given_by": "寄件人"})),
        received_after=1),
)  # fmt: skip


def pickups(now: datetime) -> tuple[Story, ...]:
    """Orders whose collection is still to come, hence by the day of the demo."""
    evening = (now + timedelta(hours=5)).isoformat()
    whole: dict[str, Any] = {
        "shipper": "绣坊陈老板", "phone": "13905750011", "address": "柯桥轻纺城东区 2 楼 18 号",
        "goods": "面料样布", "weight_g": 12_500, "size": "60×40×40", "addressee": "赵经理",
        "addressee_phone": "13710020033", "addressee_address": "广州市海珠区某路 66 号",
        "payment": "sender_monthly", "special_wishes": "无", "collect_at": evening,
    }  # fmt: skip
    return (
        Story("pickup_order", "outbound", "KQ02", NO_LABEL_YET, 0, 0.3, whole),
        Story("pickup_order", "outbound", "XX01", NO_LABEL_YET, 0, 0.4, {
            "shipper": "方女士", "phone": "13588770012", "goods": "旧书两箱",
            "address": "滨江区江汉路 1515 号"}),
        Story("pickup_order", "outbound", "WZ06", NO_LABEL_YET, 0, 1.5,
              whole | {"shipper": "顾老板", "goods": "五金件", "channel": "online"},
              (_claim(3, "zhaomin"), Deed(6, "zhaomin", "assign", {"courier": "邹凯"}))),
    )  # fmt: skip


def stories_at(now: datetime) -> tuple[Story, ...]:
    """All of them."""
    return (*MESSAGES, *CHASES, *INQUIRIES, *INTERCEPTIONS, *HELP, *pickups(now))
