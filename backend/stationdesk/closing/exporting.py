"""What a closed month hands on: the payroll for whoever pays wages, the fees for invoicing."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from stationdesk.closing.deductions import share_repository as repository
from stationdesk.closing.deductions.reading import is_closed
from stationdesk.closing.deductions.share_repository import SettledAgent
from stationdesk.closing.errors import MonthOpen
from stationdesk.closing.fees import repository as fee_repository
from stationdesk.closing.fees.charging import reckon_fees
from stationdesk.closing.months import write_month
from stationdesk.closing.schemas import (
    FeeOut,
    FeePage,
    PayrollOut,
    PayrollPage,
    StationOvertimeOut,
)
from stationdesk.foundation.cursors import page_limit, read_cursor, write_cursor
from stationdesk.foundation.money import format_yuan
from stationdesk.penalties.repository.fines import Connection

PAYROLL_HEADER: Final = (
    "月份", "坐席", "账号", "当月工资(元)", "加班费(元)", "特殊津贴(元)", "最低工资(元)",
    "最多可扣(元)", "已送达通知(元)", "赔偿扣款(元)", "超上限由公司承担(元)",
    "未通知由公司承担(元)", "退回(元)", "工资应扣(元)",
)  # fmt: skip
FEE_HEADER: Final = (
    "月份", "网点编号", "网点", "自", "至", "当月天数", "票数", "月费(元)", "按票(元)",
    "保底补足(元)", "加班分钟", "加班(元)", "不含税(元)", "税率", "税额(元)", "含税(元)",
)  # fmt: skip


async def payroll_page(
    connection: Connection, firm_id: UUID, period: date, cursor: str | None, limit: int
) -> PayrollPage:
    """What the close takes from each wage, and why no more. Raises MonthOpen, CursorInvalid."""
    limit = page_limit(limit)
    after = read_cursor(cursor, tuple[int])
    start = after[0] if after else 0
    found = await _closed_agents(connection, firm_id, period)
    page = found[start : start + limit]
    end = start + len(page)
    return PayrollPage(
        items=[_payroll(each) for each in page],
        next_cursor=write_cursor(end) if end < len(found) else None,
    )


async def payroll_table(
    connection: Connection, firm_id: UUID, period: date
) -> list[tuple[Any, ...]]:
    """The payroll of a closed month, its header first; every agent. Raises MonthOpen."""
    rows = [
        (
            write_month(period), each.agent_name, each.agent_account.removeprefix("agent/"),
            *(_yuan(amount) for amount in (
                each.wage_fen, each.overtime_fen, each.allowances_fen, each.minimum_fen,
                each.cap_fen, each.noticed_fen, each.deducted_fen, each.over_cap_fen,
                each.not_noticed_fen, each.paid_back_fen, each.payroll_fen,
            )),
        )
        for each in await _closed_agents(connection, firm_id, period)
    ]  # fmt: skip
    return [PAYROLL_HEADER, *rows]


async def fee_page(
    connection: Connection, firm_id: UUID, period: date, cursor: str | None, limit: int
) -> FeePage:
    """The month's fees by station: as charged, or as they would be now. Raises CursorInvalid."""
    limit = page_limit(limit)
    after = read_cursor(cursor, tuple[str, str])
    closed = await is_closed(connection, firm_id, period)
    found = await _fees(connection, firm_id, period, closed)
    places = [(fee.station_code, str(fee.contract_id)) for fee in found]
    rest = [fee for fee, place in zip(found, places, strict=True) if after is None or place > after]
    page = rest[:limit]
    return FeePage(
        is_charged=closed,
        items=page,
        overtime=await _overtime(connection, firm_id, period),
        net_fen=sum(fee.net_fen for fee in found),
        vat_fen=sum(fee.vat_fen for fee in found),
        next_cursor=write_cursor(page[-1].station_code, str(page[-1].contract_id))
        if len(rest) > limit
        else None,
    )


async def fee_table(connection: Connection, firm_id: UUID, period: date) -> list[tuple[Any, ...]]:
    """The fees of a closed month for invoicing, the header first. Raises MonthOpen."""
    await _check_closed(connection, firm_id, period)
    rows = [
        (
            write_month(period), fee.station_code, fee.station_name, fee.held_from.isoformat(),
            fee.held_to.isoformat(), fee.days_of_month, fee.parcels, _yuan(fee.month_fen),
            _yuan(fee.parcels_fen), _yuan(fee.top_up_fen), fee.overtime_minutes,
            _yuan(fee.overtime_fen), _yuan(fee.net_fen), f"{fee.vat_basis_points / 100:g}%",
            _yuan(fee.vat_fen), _yuan(fee.gross_fen),
        )
        for fee in await _fees(connection, firm_id, period, is_charged=True)
    ]  # fmt: skip
    return [FEE_HEADER, *rows]


async def _closed_agents(connection: Connection, firm_id: UUID, period: date) -> list[SettledAgent]:
    await _check_closed(connection, firm_id, period)
    return await repository.closed_agents(connection, firm_id, period)


async def _check_closed(connection: Connection, firm_id: UUID, period: date) -> None:
    if not await is_closed(connection, firm_id, period):
        raise MonthOpen(
            f"{write_month(period)} is not closed: only then is it known. Close it first.",
            period=write_month(period),
        )


async def _fees(
    connection: Connection, firm_id: UUID, period: date, is_charged: bool
) -> list[FeeOut]:
    stations = await fee_repository.stations(connection, firm_id)
    reckoned = (
        await fee_repository.charged_fees(connection, firm_id, period)
        if is_charged
        else await reckon_fees(connection, firm_id, period)
    )
    names = set(FeeOut.__struct_fields__) - {"station_code", "station_name", "gross_fen"}
    found = [
        FeeOut(
            **{name: getattr(fee, name) for name in names},
            station_code=stations[fee.station_id].code,
            station_name=stations[fee.station_id].name,
            gross_fen=fee.net_fen + fee.vat_fen,
        )
        for fee in reckoned
    ]
    return sorted(found, key=lambda fee: (fee.station_code, str(fee.contract_id)))


async def _overtime(
    connection: Connection, firm_id: UUID, period: date
) -> list[StationOvertimeOut]:
    stations = await fee_repository.stations(connection, firm_id)
    entered = await fee_repository.overtime(connection, firm_id, period)
    return [
        StationOvertimeOut(
            station.id, station.code, station.name, entered[station.id].minutes,
            entered[station.id].note,
        )
        for station in stations.values()
        if station.id in entered
    ]  # fmt: skip


def _payroll(agent: SettledAgent) -> PayrollOut:
    names = set(PayrollOut.__struct_fields__) - {"name", "account"}
    return PayrollOut(
        name=agent.agent_name,
        account=agent.agent_account,
        **{name: getattr(agent, name) for name in names},
    )


def _yuan(amount_fen: int | None) -> str:
    return "" if amount_fen is None else format_yuan(amount_fen)
