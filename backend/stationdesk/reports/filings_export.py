"""The tables of the report on filings, as they are exported. Pure."""

from __future__ import annotations

from typing import Any

from stationdesk.foundation.money import format_yuan
from stationdesk.reports.filings_schemas import FilingsOut, Quality

_FIGURES = (
    "上报", "胜", "负", "私了/撤回", "未决", "胜率%", "判赔(元)", "主张(元)", "未先联系",
    "假日上报", "发往对方", "复制粘贴", "提醒后仍发",
)  # fmt: skip


def tables(report: FilingsOut) -> dict[str, list[tuple[Any, ...]]]:
    """Each table with its header; names first, figures after."""
    return {
        "坐席": [
            ("坐席", *_FIGURES),
            *((each.name, *_figures(each.quality)) for each in report.agents),
        ],
        "网点往来": [
            ("网点", "网点名称", "对方网点", *_FIGURES),
            *(
                (each.station, each.station_name, each.counterparty, *_figures(each.quality))
                for each in report.relations
            ),
        ],
    }


def _figures(quality: Quality) -> tuple[Any, ...]:
    return (
        quality.filed, quality.won, quality.lost, quality.settled, quality.pending,
        "" if quality.won_percent is None else quality.won_percent,
        format_yuan(quality.awarded_fen), format_yuan(quality.claimed_fen),
        quality.without_contact, quality.on_holidays, quality.messages, quality.copied,
        quality.warned,
    )  # fmt: skip
