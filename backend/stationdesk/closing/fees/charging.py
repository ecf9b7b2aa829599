"""Service fees of a month: what each contract costs its station, and posting it (domain §6)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from stationdesk.closing.checklist import service as checklist
from stationdesk.closing.errors import OvertimeInvalid
from stationdesk.closing.fees import repository
from stationdesk.closing.fees.reckoning import Fee, fees_of_station
from stationdesk.closing.fees.repository import OvertimeRow, StationRef
from stationdesk.closing.months import write_month
from stationdesk.ledger import service as ledger
from stationdesk.ledger.postings import Posting
from stationdesk.penalties import chart
from stationdesk.penalties.repository.fines import Connection
from stationdesk.stations.models import Station
from stationdesk.tenancy.actor import Actor

FEE_KIND: Final = "service_fee"
REVENUE, VAT = "firm/service_revenue", "vat_payable"
MINUTES_MAX: Final = 31 * 24 * 60
NOTE_MAX: Final = 500


async def reckon_fees(connection: Connection, firm_id: UUID, period: date) -> list[Fee]:
    """What every contract of the month costs, by station; nothing is posted."""
    terms = await repository.terms(connection, firm_id, period)
    if not terms:
        return []
    parcels = await repository.parcels(connection, firm_id, period)
    overtime = await repository.overtime(connection, firm_id, period)
    return [
        fee
        for station_id, contracts in terms.items()
        for fee in fees_of_station(
            contracts,
            period,
            parcels.get(station_id, {}),
            overtime[station_id].minutes if station_id in overtime else 0,
        )
    ]


async def post_fees(
    connection: Connection, firm_id: UUID, period: date, fees: Sequence[Fee], now: datetime
) -> None:
    """Dr station · Cr service_revenue and vat_payable, one transaction a station, and keep them.

    The accounts of `fee_accounts` must be open.
    """
    stations = await repository.stations(connection, firm_id)
    by_station: dict[UUID, list[Fee]] = defaultdict(list)
    for fee in fees:
        if fee.gross_fen:
            by_station[fee.station_id].append(fee)
    postings = {
        station_id: _fee_posting(stations[station_id], period, own, now)
        for station_id, own in by_station.items()
    }
    posted = await ledger.post_all(connection, firm_id, list(postings.values()), now, period)
    transactions = {
        station_id: each.transaction_id for station_id, each in zip(postings, posted, strict=True)
    }
    await repository.add_fees(connection, firm_id, period, fees, transactions)


async def fee_accounts(connection: Connection, firm_id: UUID, period: date) -> list[str]:
    """The accounts that a month's fees are posted to."""
    stations = await repository.stations(connection, firm_id)
    charged = await repository.terms(connection, firm_id, period)
    return [REVENUE, VAT, *(chart.station(stations[each].code) for each in charged)]


async def set_overtime(
    connection: Connection,
    actor: Actor,
    period: date,
    station: Station,
    minutes: int,
    note: str,
    now: datetime,
) -> None:
    """Enter a station's overtime of a month. Raises MonthClosed, OvertimeInvalid."""
    await checklist.check_open(connection, actor.firm_id, period)
    if not 0 <= minutes <= MINUTES_MAX:
        raise OvertimeInvalid(
            f"{minutes} minutes: a month has {MINUTES_MAX} at the most.",
            field="minutes",
            zh=f"加班 {minutes} 分钟太多，一个月最多 {MINUTES_MAX} 分钟，请核对。",
        )
    if len(note) > NOTE_MAX:
        raise OvertimeInvalid(
            f"The note has {NOTE_MAX} characters at the most.",
            field="note",
            zh=f"备注最多 {NOTE_MAX} 个字。",
        )
    row = OvertimeRow(station.id, minutes, note.strip(), now, actor.name)
    await repository.set_overtime(connection, actor.firm_id, period, row)


def _fee_posting(station: StationRef, period: date, fees: Sequence[Fee], now: datetime) -> Posting:
    net, vat = sum(fee.net_fen for fee in fees), sum(fee.vat_fen for fee in fees)
    entries = [(chart.station(station.code), net + vat), (REVENUE, -net)]
    if vat:
        entries.append((VAT, -vat))
    return Posting(
        key=f"close/{write_month(period)}/fee/{station.id}",
        kind=FEE_KIND,
        occurred_at=now,
        entries=tuple(entries),
        reference=f"{write_month(period)} {station.code} 服务费",
        period=period,
    )
