"""Service fees: pro rata, minimum, overtime, VAT; to the fen."""

from datetime import date
from uuid import UUID

from stationdesk.closing.fees.reckoning import Fee, Terms, fees_of_station, rounded

NOVEMBER = date(2026, 11, 1)
S, C = UUID(int=1), UUID(int=2)


def _terms(**changes: object) -> Terms:
    plain: dict[str, object] = {
        "contract_id": C, "station_id": S, "valid_from": date(2026, 1, 1), "valid_to": None,
        "directions": frozenset(), "month_fee_fen": 0, "parcel_fee_fen": 0,
        "minimum_fee_fen": 0, "overtime_fee_fen": 0, "vat_basis_points": 600,
    }  # fmt: skip
    return Terms(**(plain | changes))  # type: ignore[arg-type]


def _one(terms: Terms, parcels: dict[tuple[str, date], int] | None = None, minutes: int = 0) -> Fee:
    [fee] = fees_of_station([terms], NOVEMBER, parcels or {}, minutes)
    return fee


def test_a_whole_month_with_parcels_overtime_and_vat() -> None:
    parcels = {("inbound", date(2026, 11, 3)): 1200, ("outbound", date(2026, 11, 30)): 34}
    terms = _terms(month_fee_fen=300_000, parcel_fee_fen=7, overtime_fee_fen=3_500)
    fee = _one(terms, parcels, minutes=95)
    assert (fee.parcels, fee.parcels_fen, fee.overtime_fen) == (1234, 8_638, 5_542)
    assert (fee.net_fen, fee.vat_fen, fee.gross_fen) == (314_180, 18_851, 333_031)


def test_a_contract_that_begins_on_the_16th_counts_its_15_days() -> None:
    parcels = {("inbound", date(2026, 11, 15)): 5, ("inbound", date(2026, 11, 16)): 7}
    terms = _terms(valid_from=date(2026, 11, 16), month_fee_fen=100_001, parcel_fee_fen=10)
    fee = _one(terms, parcels)
    assert (fee.held_from, fee.month_fen, fee.parcels) == (date(2026, 11, 16), 50_001, 7)


def test_two_contracts_share_the_month_and_the_later_prices_overtime() -> None:
    first = _terms(valid_to=date(2026, 11, 10), month_fee_fen=90_000, overtime_fee_fen=6_000)
    second = _terms(
        contract_id=UUID(int=3), valid_from=date(2026, 11, 11), month_fee_fen=60_000,
        overtime_fee_fen=1_200,
    )  # fmt: skip
    fees = fees_of_station([second, first], NOVEMBER, {}, 30)
    assert [fee.month_fen for fee in fees] == [30_000, 40_000]
    assert [fee.overtime_fen for fee in fees] == [0, 600]


def test_the_minimum_tops_up_fee_and_parcels_but_not_overtime() -> None:
    terms = _terms(
        month_fee_fen=1_000, minimum_fee_fen=5_000, overtime_fee_fen=60_000, vat_basis_points=0
    )
    fee = _one(terms, minutes=1)
    assert (fee.top_up_fen, fee.overtime_fen, fee.net_fen) == (4_000, 1_000, 6_000)


def test_only_the_contract_s_directions_are_counted() -> None:
    parcels = {("inbound", date(2026, 11, 3)): 2, ("outbound", date(2026, 11, 3)): 3}
    assert _one(_terms(directions=frozenset({"outbound"})), parcels).parcels == 3


def test_a_contract_of_another_month_costs_nothing_and_halves_round_up() -> None:
    assert fees_of_station([_terms(valid_to=date(2026, 10, 31))], NOVEMBER, {}, 0) == []
    assert [rounded(n, 2) for n in (0, 1, 2, 3)] == [0, 1, 1, 2]
