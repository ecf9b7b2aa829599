"""The firm's own rules out of a spreadsheet: one parameter a row, grouped into versions.

All or nothing: while one row is refused, no version is entered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import msgspec
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.foundation.errors import Invalid, StationdeskError
from stationdesk.foundation.zones import HOME
from stationdesk.imports.reader import Row, open_table
from stationdesk.policies.forms import all_forms
from stationdesk.policies.service import enter_version
from stationdesk.policies.service.versions import check_version
from stationdesk.stations.carriers import carrier_code
from stationdesk.tenancy.actor import Actor

HEADER = ("代码", "承运商", "生效日期", "失效日期", "标题", "正文", "来源", "参数名", "参数值")
ROWS_MAX = 5_000
VERSIONS_MAX = 200
EVERY_CARRIER = frozenset({"", "全部", "all", "*"})


class RulesRefused(Invalid):
    """Rows of the file are refused; `refusals` lists each with what to mend. Nothing is entered."""

    code = "rules_refused"
    title = "The file's rules cannot be entered"


class RuleRefusal(msgspec.Struct, frozen=True):
    """A row that cannot be taken; the header is row 1."""

    row: int
    column: str
    value: str
    reason: str


class RuleVersion(msgspec.Struct, frozen=True):
    """A version as the file has it."""

    rows: list[int]
    code: str
    carrier: str | None
    effective_from: datetime
    effective_to: datetime | None
    title: str
    text: str
    source: str
    parameters: dict[str, Any]


class RulesPreview(msgspec.Struct, frozen=True):
    """What the file says. `is_entered`: the versions are in force or waiting for their day."""

    versions: list[RuleVersion]
    refusals: list[RuleRefusal]
    is_entered: bool


@dataclass(slots=True)
class _Group:
    first: Row
    code: str
    carrier: str | None
    begins: datetime
    ends: datetime | None
    rows: list[int] = field(default_factory=list)
    parameters: dict[str, Any] = field(default_factory=dict)


class _Refused(Exception):
    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.reason = column, reason


def read_rules(path: Path) -> RulesPreview:
    """The versions of a CSV or XLSX file, and every row that cannot be taken.

    Raises what `open_table` raises: no header, unknown encoding, not a table.
    """
    groups: dict[tuple[str, str | None, str, str], _Group] = {}
    refusals: list[RuleRefusal] = []
    with open_table(path, wanted=HEADER) as table:
        for row in _bounded(table.rows(), refusals):
            try:
                _take(row, groups)
            except _Refused as refused:
                value = row.values.get(refused.column, "")
                refusals.append(RuleRefusal(row.number, refused.column, value, refused.reason))
    versions = [_checked(group, refusals) for group in groups.values()]
    if not groups and not refusals:
        refusals.append(RuleRefusal(2, HEADER[0], "", "文件里没有规则 / the file has no rules"))
    if len(versions) > VERSIONS_MAX:
        reason = f"一次最多 {VERSIONS_MAX} 个版本 / at most {VERSIONS_MAX} versions a file"
        refusals.append(RuleRefusal(1, "", "", reason))
    return RulesPreview(versions, sorted(refusals, key=lambda each: each.row), is_entered=False)


async def enter_rules(
    session: AsyncSession, actor: Actor, preview: RulesPreview, now: datetime
) -> RulesPreview:
    """Enter every version of a file. Raises RulesRefused while a row is refused."""
    if preview.refusals:
        first = preview.refusals[0]
        raise RulesRefused(
            f"Row {first.row}, {first.column}: {first.reason}. Nothing was entered; "
            f"{len(preview.refusals)} to mend.",
            refusals=msgspec.to_builtins(preview.refusals),
            zh=f"第 {first.row} 行“{first.column}”：{first.reason.partition(' / ')[0]}。"
            f"什么都没录入，共 {len(preview.refusals)} 处要改。",
        )
    for version in preview.versions:
        await enter_version(
            session, actor, code=version.code, carrier=version.carrier,
            effective_from=version.effective_from, effective_to=version.effective_to,
            title=version.title, text=version.text, source=version.source,
            parameters=version.parameters, now=now,
        )  # fmt: skip
    return msgspec.structs.replace(preview, is_entered=True)


def _bounded(rows: Iterable[Row], refusals: list[RuleRefusal]) -> Iterable[Row]:
    for count, row in enumerate(rows):
        if count == ROWS_MAX:
            reason = f"一次最多 {ROWS_MAX} 行 / at most {ROWS_MAX} rows a file"
            refusals.append(RuleRefusal(row.number, "", "", reason))
            return
        if row.refused:
            refusals.append(RuleRefusal(row.number, row.column, row.value, row.refused))
            continue
        yield row


def _take(row: Row, groups: dict[tuple[str, str | None, str, str], _Group]) -> None:
    values = row.values
    code, carrier = _code(values["代码"]), _carrier(values["承运商"])
    key = (code, carrier, values["生效日期"], values["标题"])
    begins = _day("生效日期", values["生效日期"])
    if begins is None:
        raise _Refused("生效日期", "缺日期,写成 2026-11-01 / a date is missing")
    group = groups.setdefault(
        key, _Group(row, code, carrier, begins, _day("失效日期", values["失效日期"]))
    )
    group.rows.append(row.number)
    if values["参数名"]:
        _set(group.parameters, values["参数名"], _value(values["参数值"]))


def _set(parameters: dict[str, Any], path: str, value: Any) -> None:
    *shelves, name = [part.strip() for part in path.split(".")]
    place = parameters
    for shelf in shelves:
        place = place.setdefault(shelf, {})
        if not isinstance(place, dict):
            raise _Refused("参数名", f"{path} 与前面的行冲突 / clashes with an earlier row")
    if not name or name in place:
        raise _Refused("参数名", f"{path} 为空或重复 / is empty or named twice")
    place[name] = value


def _value(text: str) -> Any:
    """Numbers, 是/否, JSON, else text."""
    if text in ("是", "否"):
        return text == "是"
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return text


def _code(text: str) -> str:
    for form in all_forms():
        if text in (form.code, form.label_zh, form.code.removeprefix("case.")):
            return form.code
    known = ", ".join(form.code for form in all_forms())
    raise _Refused("代码", f"没有这个制度 / there is no such policy; {known}")


def _carrier(text: str) -> str | None:
    if text.lower() in EVERY_CARRIER:
        return None
    carrier = carrier_code(text)
    if carrier is None:
        raise _Refused("承运商", "没有这家快递公司 / there is no such carrier")
    return carrier


def _day(column: str, text: str) -> datetime | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text.replace("/", "-")[:10])
    except ValueError as error:
        raise _Refused(column, "不是日期,写成 2026-11-01 / not a date") from error
    return datetime.combine(day, time(0), HOME)


def _checked(group: _Group, refusals: list[RuleRefusal]) -> RuleVersion:
    values = group.first.values
    version = RuleVersion(
        group.rows, group.code, group.carrier, group.begins, group.ends, values["标题"],
        values["正文"], values["来源"], group.parameters,
    )  # fmt: skip
    try:
        check_version(
            code=version.code, carrier=version.carrier, effective_from=version.effective_from,
            effective_to=version.effective_to, title=version.title, text=version.text,
            source=version.source, parameters=version.parameters,
        )  # fmt: skip
    except StationdeskError as error:
        refusals.append(RuleRefusal(group.rows[0], "参数名", "", error.both.replace("\n", " / ")))
    return version
