"""Which fields a list of cases may tell: they follow from the form that opens such a case. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from stationdesk.cases.errors import DetailsInvalid
from stationdesk.cases.forms import opening_schema
from stationdesk.cases.kinds import DIRECTIONS, CaseKind, kind_of
from stationdesk.imports import fields as list_fields
from stationdesk.imports.fields import Choice, Field

_SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = {
    "order_no": (
        "工单号",
        "工单编号",
        "总部单号",
        "编号",
        "留言编号",
        "问题件编号",
        "仲裁编号",
        "任务编号",
    ),
    "issued_at": (
        "下发时间",
        "创建时间",
        "登记时间",
        "发起时间",
        "上报时间",
        "生成时间",
        "留言时间",
    ),
    "occurred_at": ("发生时间", "异常时间"),
    "text": ("内容", "工单内容", "留言内容", "诉求", "描述", "问题描述", "客户诉求"),
    "description": ("情况说明", "描述", "问题描述", "内容", "备注", "说明"),
    "problem_type": ("问题类型", "问题件类型", "类型", "问题编码", "二级类型"),
    "category": ("工单类型", "类别", "类型", "一级类型", "二级类型"),
    "ground": ("仲裁类型", "理由", "类型", "仲裁原因"),
    "claimed_amount_fen": ("索赔金额", "主张金额", "申请金额", "理赔金额", "仲裁金额"),
    "goods_value_fen": ("货值", "物品价值", "内件价值"),
    "counterparty": ("对方网点", "登记网点", "上报网点", "发起网点", "发件网点"),
    "courier": ("业务员", "派件员", "快递员", "收派员"),
    "reply_due_minutes": ("时限分钟", "处理时限(分钟)"),
}  # fmt: skip
DUE: Final = Field(
    "due_at", "总部时限", "HQ's deadline",
    synonyms=("截止时间", "处理时限", "回复时限", "最晚回复时间", "要求完成时间", "时限"),
)  # fmt: skip


def kind_and_direction(options: Mapping[str, Any]) -> tuple[CaseKind, str]:
    """Of which kind the cases of a list are. Raises UnknownKind, DetailsInvalid."""
    code = options.get("case_kind")
    direction = str(options.get("direction") or "inbound")
    if not isinstance(code, str) or direction not in DIRECTIONS:
        raise DetailsInvalid(
            "Say of which kind (case_kind) and direction the cases are.",
            zh="请先选这批工作项的类型和方向。",
        )
    kind = kind_of(code)
    kind.workflow(direction)
    return kind, direction


def fields_of(options: Mapping[str, Any]) -> Sequence[Field]:
    """The fields of a list of such cases."""
    kind, _ = kind_and_direction(options)
    schema = opening_schema(kind)
    required = set(schema.get("required", ()))
    waybill = Field(
        "waybill", list_fields.WAYBILL.zh, list_fields.WAYBILL.en, not kind.is_waybill_optional,
        synonyms=list_fields.WAYBILL.synonyms,
    )  # fmt: skip
    own = [
        _field(name, part, name in required)
        for name, part in schema["properties"].items()
        if type_of(part) is not None
    ]
    if not any(each.code == "order_no" for each in own):
        own.append(Field("order_no", "总部单号", "HQ's number", synonyms=_SYNONYMS["order_no"]))
    return (list_fields.STATION, waybill, *own, DUE)


def _field(name: str, part: Mapping[str, Any], is_required: bool) -> Field:
    return Field(
        code=name,
        zh=str(part.get("label_zh", name)),
        en=str(part.get("label_en", part.get("title", name))),
        is_required=is_required,
        is_amount=name.endswith("_fen"),
        synonyms=_SYNONYMS.get(name, ()),
        choices=tuple(
            Choice(
                code,
                part.get("labels_zh", {}).get(code, code),
                part.get("labels_en", {}).get(code, code),
            )
            for code in choices_of(part)
        ),
    )


def _options(part: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [part, *(each for each in part.get("anyOf", ()) if each.get("type") != "null")]


def choices_of(part: Mapping[str, Any]) -> list[str]:
    """The values that a field of a form can take, if it is a choice."""
    found = [str(value) for each in _options(part) for value in each.get("enum", ())]
    return found + [str(each["const"]) for each in _options(part) if "const" in each]


def type_of(part: Mapping[str, Any]) -> str | None:
    """choice, time, integer, number, boolean or string; None: nothing that a cell can hold."""
    if choices_of(part):
        return "choice"
    for each in _options(part):
        if each.get("format") == "date-time":
            return "time"
        if each.get("type") in ("integer", "number", "boolean", "string"):
            return str(each["type"])
    return None
