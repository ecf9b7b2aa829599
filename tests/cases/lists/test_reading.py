"""A row of a carrier's list as a case, and two lists beside each other."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stationdesk.case_kinds import discover
from stationdesk.cases.forms import opening_schema
from stationdesk.cases.kinds import kind_of
from stationdesk.cases.lists.fields import fields_of
from stationdesk.cases.lists.reading import ListedCase, read_row
from stationdesk.cases.lists.reconciling import compare
from stationdesk.cases.lists.repository import OurCase
from stationdesk.imports.moments import read_local_moment
from stationdesk.imports.reader import Row
from stationdesk.imports.refusals import Refusal, reason
from stationdesk.stations.naming import NamedStation
from stationdesk.stations.service import name_key

discover()
SHANGHAI = ZoneInfo("Asia/Shanghai")
STATION = NamedStation(uuid4(), "S1", "zto", SHANGHAI)
KNOWN = {name_key(name): STATION for name in ("S1", "西兴")}
NOW = datetime(2026, 11, 21, 2, tzinfo=UTC)


def _row(kind: str, **values: str) -> ListedCase | Refusal:
    codes = [field.code for field in fields_of({"case_kind": kind})]
    row = Row(7, dict.fromkeys(codes, "") | {"station": "西兴", "waybill": "781"} | values, "raw")
    return read_row(row, KNOWN, opening_schema(kind_of(kind)))


def test_an_arbitration_is_read_with_its_amount_and_time() -> None:
    read = _row(
        "arbitration", ground="破损", claimed_amount_fen="1,260.50", issued_at="2026/11/20 8:04",
        order_no="zc1",
    )  # fmt: skip
    assert isinstance(read, ListedCase)
    assert read.details["ground"] == "damage"
    assert read.details["claimed_amount_fen"] == 126050
    assert read.details["issued_at"] == "2026-11-20T00:04:00+00:00"
    assert (read.order_no, read.waybill, read.station.code) == ("ZC1", "781", "S1")


@pytest.mark.parametrize(
    ("values", "column", "code"),
    [
        ({"ground": "迟到", "claimed_amount_fen": "1"}, "ground", "choice_unknown"),
        ({"ground": "loss", "claimed_amount_fen": "一"}, "claimed_amount_fen", "amount_unreadable"),
        ({"ground": "loss"}, "claimed_amount_fen", "blank"),
        ({"station": "萧山"}, "station", "station_unknown"),
        ({"waybill": " "}, "waybill", "waybill_blank"),
        ({"ground": "loss", "claimed_amount_fen": "1", "issued_at": "昨天"}, "issued_at",
         "time_invalid"),
        ({"ground": "loss", "claimed_amount_fen": "1", "respond_due_minutes": "x"},
         "respond_due_minutes", "number_unreadable"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_read_says_where(
    values: dict[str, str], column: str, code: str
) -> None:
    read = _row("arbitration", **values)
    assert isinstance(read, Refusal)
    assert (read.row_number, read.column, read.code) == (7, column, code)
    assert reason(code) != reason("unheard_of")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-20 08:04:24", datetime(2026, 11, 20, 8, 4, 24, tzinfo=SHANGHAI)),
        ("2026-11-20", datetime(2026, 11, 20, tzinfo=SHANGHAI)),
        ("46346.336388888889", datetime(2026, 11, 20, 8, 4, 24, tzinfo=SHANGHAI)),
        ("2026-11-20T08:04:24Z", datetime(2026, 11, 20, 8, 4, 24, tzinfo=UTC)),
        ("7", None),
        ("1e400", None),
        ("12 月", None),
    ],
)
def test_times_of_lists(text: str, expected: datetime | None) -> None:
    assert read_local_moment(text, SHANGHAI) == expected


def _listed(order_no: str, waybill: str = "", due_at: datetime | None = None) -> ListedCase:
    return ListedCase(2, STATION, waybill, order_no, due_at)


def _ours(order_no: str | None, waybill: str = "781", *, is_open: bool = True) -> OurCase:
    return OurCase(
        uuid4(), "C261100001", order_no, waybill, STATION.id, "received", NOW,
        None if is_open else NOW, is_open, NOW + timedelta(hours=2),
    )  # fmt: skip


def test_what_differs_is_named() -> None:
    same, answered, late = _ours("A"), _ours("B", is_open=False), _ours("C")
    forgotten, fresh = _ours("D"), _ours("E")
    lines = [
        _listed("A"), _listed("B"), _listed("C", due_at=NOW), _listed("F", "789"),
    ]  # fmt: skip
    later = OurCase(**{name: getattr(fresh, name) for name in fresh.__struct_fields__}
                    | {"received_at": NOW + timedelta(minutes=1)})  # fmt: skip
    matched, found = compare(lines, [same, answered, late, forgotten, later], NOW)
    assert matched == 1
    assert {(each.result, each.ours.order_no if each.ours else None) for each in found} == {
        ("answered_here", "B"), ("due_differs", "C"), ("only_hq", None), ("only_ours", "D"),
    }  # fmt: skip


def test_without_a_number_the_waybill_finds_the_open_case_before_the_ended_one() -> None:
    ended, running = _ours(None, is_open=False), _ours(None)
    assert compare([_listed("", "781")], [running, ended], NOW) == (1, [])


NUMBERS = st.lists(st.sampled_from("ABCDEF"), unique=True)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_every_line_and_every_open_case_is_counted_once(
    listed: list[str], running: list[str], ended: list[str]
) -> None:
    ours = [_ours(no, no) for no in running]
    ours += [_ours(no, no, is_open=False) for no in ended if no not in running]
    matched, found = compare([_listed(no, no) for no in listed], ours, NOW)
    from_hq = [each for each in found if each.listed is not None]
    assert matched + len(from_hq) == len(listed)
    missed = {each.ours.order_no for each in found if each.result == "only_ours" and each.ours}
    assert missed == set(running) - set(listed)
