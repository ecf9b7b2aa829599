"""What a contract covers (domain §6: what lies outside of it is the station's). Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from stationdesk.clocks.calendars import working_time_between
from stationdesk.clocks.written import read_calendar
from stationdesk.stations.contracts.models import Contract


@dataclass(frozen=True, slots=True)
class Uncovered:
    """Why something lies outside of the contract, in words for the station's owner."""

    code: str
    zh: str
    en: str


def uncovered(
    contract: Contract | None,
    has_contracts: bool,
    *,
    kind: str,
    direction: str,
    on: date,
    window: tuple[datetime, datetime],
    zone: ZoneInfo,
) -> Uncovered | None:
    """Why the contract does not cover a case whose clock ran in `window`; None: it does.

    A station without any contract is covered wholly: the firm serves it all the same. With
    contracts, a day that none of them holds on is outside. Service hours leave out what could not
    be worked on for a single minute.
    """
    if contract is None:
        if not has_contracts:
            return None
        return Uncovered(
            "no_contract", f"{on:%Y-%m-%d} 没有有效的服务合同", f"No contract held on {on:%Y-%m-%d}"
        )
    if contract.kinds and kind not in contract.kinds:
        return Uncovered("kind", "合同不包这一类工作", "The contract does not cover this kind")
    if contract.directions and direction not in contract.directions:
        return Uncovered(
            "direction", "合同不包这个方向", "The contract does not cover this direction"
        )
    if contract.service_hours and not _has_service(contract.service_hours, window, zone):
        return Uncovered(
            "hours",
            "从下发到时限都在合同约定的服务时间之外",
            "All of the time to the deadline lay outside of the contract's hours",
        )
    return None


def _has_service(hours: dict[str, Any], window: tuple[datetime, datetime], zone: ZoneInfo) -> bool:
    calendar = read_calendar({"code": "contract", "zone": str(zone)} | hours)
    return working_time_between(calendar, *window) > timedelta(0)
