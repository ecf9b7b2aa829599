"""Examples of the carriers' own type codes for problem parcels, each with what proves it.

ZTO's are its legacy list; YTO's are made up in its style. A firm enters the list in force as a
version of the policy `problem_types`, and what was registered under an older one keeps that.
"""

from __future__ import annotations

from typing import Any

from stationdesk.policies.examples.example import ExamplePolicy

_CALL = {
    "code": "call_record", "zh": "通话录音或截图", "en": "Call recording or screenshot",
    "required": True,
}  # fmt: skip
_PHOTO = {"code": "photo", "zh": "照片", "en": "Photo", "required": True}
_REQUEST = {
    "code": "customer_request", "zh": "客户要求的记录", "en": "Record of the customer's request",
    "required": True,
}  # fmt: skip
_DELIVERY = {
    "code": "delivery_proof", "zh": "投递证明", "en": "Proof of delivery", "required": True,
}  # fmt: skip
_TRACE = {"code": "trace", "zh": "轨迹截图", "en": "Screenshot of the trace", "required": False}


def _type(
    code: str, zh: str, en: str, *checklist: dict[str, Any], waits_on: str = "counterparty"
) -> dict[str, Any]:
    """`needs_call_record` follows from the checklist; a firm's own list may say it alone."""
    return {
        "code": code, "zh": zh, "en": en, "checklist": list(checklist), "waits_on": waits_on,
        "directions": ["inbound", "outbound"], "needs_call_record": _CALL in checklist,
    }  # fmt: skip


_ZTO = [
    _type("A1", "电话无法接通", "Unreachable by phone", _CALL),
    _type("A2", "地址不详", "Address unclear", _CALL),
    _type("A3", "地址或电话错误", "Address or phone wrong", _CALL),
    _type("A4", "查无此人", "No such person", _CALL),
    _type("A5", "拒收", "Refused", _CALL),
    _type("A9", "预约派送", "By appointment", _REQUEST, waits_on="customer"),
    _type("A10", "自提", "Self-collection", _REQUEST, waits_on="customer"),
    _type("A12", "更改地址", "Address change", _REQUEST),
    _type("A13", "退回或转寄", "Return or forward", _REQUEST),
    _type("B3", "错分", "Mis-sorted", _TRACE),
    _type("B4", "破损或短少", "Damaged or short", _PHOTO),
    _type("B5", "面单脱落", "Label lost", _PHOTO),
    _type("B6", "违禁品", "Contraband", _PHOTO),
    _type("B9", "有单无货", "Waybill without goods", _PHOTO),
    _type("B11", "一件两单", "Double label", _PHOTO),
    _type("B16", "催件", "Chase"),
    _type("B17", "签收未收到", "Signed, not received", _DELIVERY, waits_on="station"),
    _type("C1", "自然灾害", "Natural disaster", _TRACE, waits_on="station"),
    _type("C3", "促销高峰", "Sales peak", _TRACE, waits_on="station"),
]

_YTO = [
    _type("A1", "收件人联系不上", "Recipient unreachable", _CALL),
    _type("A2", "地址不详或错误", "Address unclear or wrong", _CALL),
    _type("A4", "查无此人", "No such person", _CALL),
    _type("A5", "客户拒收", "Refused", _CALL, _PHOTO),
    _type("A9", "客户约定时间", "By appointment", _REQUEST, waits_on="customer"),
    _type("A12", "改地址", "Address change", _REQUEST),
    _type("B3", "错发件", "Mis-sorted", _TRACE),
    _type("B4", "外包装破损或内件短少", "Damaged or contents short", _PHOTO),
    _type("B5", "面单信息不清", "Label unreadable", _PHOTO),
    _type("B6", "违禁品", "Contraband", _PHOTO),
    _type("D1", "乡镇超区", "Outside of the delivery area", _TRACE),
    _type("D2", "节假日不派送", "No delivery on holidays", _REQUEST, waits_on="customer"),
    _type("E1", "不可抗力", "Force majeure", _TRACE, waits_on="station"),
]

EXAMPLES = (
    ExamplePolicy("problem_types", "zto", "示例:中通问题件类型", {"types": _ZTO}),
    ExamplePolicy("problem_types", "yto", "示例:圆通问题件类型", {"types": _YTO}),
    ExamplePolicy("problem_types", None, "示例:问题件类型", {"types": _ZTO}),
)
