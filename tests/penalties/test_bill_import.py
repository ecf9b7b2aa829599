"""Bills: what is taken, what is known, what is refused, and that it adds up to the fen."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from stationdesk.foundation.errors import StationdeskError
from stationdesk.imports import batches
from stationdesk.imports import repository as imports
from stationdesk.imports.errors import FileEmpty, HeaderWrong, StrictImportRefused
from stationdesk.imports.refusals import Refusal, reason, remedy
from stationdesk.penalties.bills import importing, taking
from stationdesk.penalties.bills.rows import BILL_HEADER
from stationdesk.penalties.errors import BillDoesNotAddUp
from stationdesk.tenancy.session import tenant_session
from tests.penalties.office import Office, line

pytestmark = pytest.mark.usefixtures("office")


async def refusals(office: Office, batch_id: Any) -> list[Refusal]:
    async with tenant_session(office.database, office.firm.actor) as session:
        return await imports.rejects(session, batch_id, after_row=0, limit=100)


async def test_each_line_once_however_often_it_comes(office: Office) -> None:
    rows = [line(1, "50.00"), line(2, "386"), line(3, "-7.5", code="100402"), line(1, "50.00")]
    batch = await office.take_in(*rows)
    assert (batch.rows, batch.accepted, batch.duplicates, batch.rejected) == (4, 3, 1, 0)
    assert batch.figures == {
        "total_fen": 47850, "accepted_fen": 42850, "duplicate_fen": 5000, "rejected_fen": 0,
        "unreadable_amount_rows": 0,
    }  # fmt: skip
    before = await office.balances()
    again = await office.take_in(*rows)
    assert (again.rows, again.accepted, again.duplicates, again.rejected) == (4, 0, 4, 0)
    assert again.figures["duplicate_fen"] == again.figures["total_fen"] == 47850
    assert await office.balances() == before
    assert len(await office.fines()) == 3


async def test_a_station_goes_by_code_name_or_alias_and_carriers_keep_their_own_numbers(
    office: Office,
) -> None:
    batch = await office.take_in(line(1), line(2, station="杭州滨江西兴"), line(1, station="S2"))
    assert batch.accepted == 3
    assert await office.balances() == {
        "unattributed/S1": 10000, "station/S1": -10000,
        "unattributed/S2": 5000, "station/S2": -5000,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"bill_no": ""}, "bill_no", "bill_no_blank"),
        ({"line_no": ""}, "line_no", "line_no_blank"),
        ({"station": "S9"}, "station", "station_unknown"),
        ({"amount": "12.345"}, "amount", "amount_decimals"),
        ({"amount": "五十"}, "amount", "amount_unreadable"),
        ({"amount": ""}, "amount", "amount_unreadable"),
        ({"amount": "0.00"}, "amount", "amount_zero"),
        ({"amount": "99999999999"}, "amount", "amount_too_large"),
        ({"occurred_at": "2026-02-30 10:00"}, "occurred_at", "time_invalid"),
        ({"occurred_at": "2099-01-01 10:00"}, "occurred_at", "time_future"),
        ({"occurred_at": "", "notified_at": ""}, "occurred_at", "time_invalid"),
        ({"notified_at": "soon"}, "notified_at", "time_invalid"),
        ({"appeal_due_at": "2026-13-01"}, "appeal_due_at", "time_invalid"),
        ({"waybill": "7.89E+13"}, "waybill", "waybill_scientific"),
        ({"note": "=1+1"}, "note", "formula"),
        ({"name": "a\0b"}, "name", "nul_byte"),
        ({"bill_no": "x" * 81}, "bill_no", "too_long"),
    ],
)
async def test_a_bad_row_is_kept_with_its_reason_and_the_good_are_taken(
    office: Office, changes: dict[str, str], column: str, code: str
) -> None:
    batch = await office.take_in(line(1), line(2, "3.00") | changes)
    assert (batch.rows, batch.accepted, batch.rejected) == (2, 1, 1)
    [kept] = await refusals(office, batch.id)
    assert (kept.row_number, kept.column, kept.code) == (3, column, code)
    assert reason(code, "zh") != reason("no such code", "zh")
    assert remedy(code, "en") != remedy("no such code", "en")
    figures = batch.figures
    assert figures["total_fen"] == (
        figures["accepted_fen"] + figures["duplicate_fen"] + figures["rejected_fen"]
    )
    is_unreadable = code in ("amount_unreadable", "amount_decimals")
    assert figures["unreadable_amount_rows"] == is_unreadable
    assert await office.balances() == {"unattributed/S1": 5000, "station/S1": -5000}


async def test_a_mended_row_is_taken_when_sent_again(office: Office) -> None:
    await office.take_in(line(1), line(2, "3.00", station="S9"))
    mended = await office.take_in(line(1), line(2, "3.00", station="S1"))
    assert (mended.accepted, mended.duplicates, mended.rejected) == (1, 1, 0)


async def test_other_content_under_a_known_key_is_refused(office: Office) -> None:
    await office.take_in(line(1))
    batch = await office.take_in(line(1, "51.00"), line(2, "3.00"), line(2, "4.00"))
    assert (batch.accepted, batch.duplicates, batch.rejected) == (1, 0, 2)
    assert batch.figures["rejected_fen"] == 5500
    assert {each.code for each in await refusals(office, batch.id)} == {"line_changed"}
    assert (await office.balances())["unattributed/S1"] == 5300


async def test_strict_takes_all_or_nothing_and_keeps_the_reasons(office: Office) -> None:
    with pytest.raises(StrictImportRefused, match="row 3, column station") as refused:
        await office.take_in(line(1), line(2, station="S9"), strict=True)
    assert refused.value.members["rejected"] == 1
    assert await office.fines() == []
    assert await office.balances() == {}
    batch = await office.take_in(line(1), line(1), strict=True)
    assert (batch.accepted, batch.duplicates) == (1, 1)


async def test_a_bill_that_does_not_add_up_is_refused_as_a_whole(office: Office) -> None:
    rows = [line(1, "50.00"), line(2, "3.10"), line(3, "7.00", station="S9")]
    with pytest.raises(BillDoesNotAddUp, match=r"difference of ¥-1\.00") as refused:
        await office.take_in(*rows, expected_total_fen=6110)
    assert refused.value.members["difference_fen"] == -100
    assert await office.fines() == []
    assert await office.balances() == {}
    batch = await office.take_in(*rows, expected_total_fen=6010)
    assert (batch.accepted, batch.rejected) == (2, 1)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", FileEmpty),
        (b"bill_no,line_no\n1,2\n", HeaderWrong),
        (",".join([*BILL_HEADER, "amount"]).encode() + b"\n", HeaderWrong),
        (",".join(BILL_HEADER).replace("amount", "sum").encode() + b"\n", HeaderWrong),
    ],
)
async def test_a_file_that_is_no_bill_is_refused_and_known(
    office: Office, content: bytes, error: type[StationdeskError]
) -> None:
    path: Path = office.folder / "odd.csv"
    await asyncio.to_thread(path.write_bytes, content)
    with pytest.raises(error):
        await office.take_in_file(path)
    async with tenant_session(office.database, office.firm.actor) as session:
        [batch] = await imports.batches(session, kind="bill", before=None, limit=10)
        assert (await batches.the_batch(session, batch.id)).status == "failed"
    assert batch.problem


async def test_gb18030_and_ragged_rows(office: Office) -> None:
    path = office.bill(line(1), line(2, "3.00"))
    text = path.read_text(encoding="utf-8").replace("3.00", "3.00,surplus")
    path.write_text(text, encoding="gb18030")
    batch = await office.take_in_file(path)
    assert (batch.accepted, batch.rejected) == (1, 1)
    [fine] = await office.fines()
    assert fine["name"] == "工单自动考核"
    assert batch.figures["unreadable_amount_rows"] == 1


async def test_times_without_an_offset_are_the_stations(office: Office) -> None:
    await office.take_in(
        line(1, occurred_at="2026-11-12"), line(2, occurred_at="2026-11-12T03:00Z")
    )
    assert {fine["occurred_at"] for fine in await office.fines()} == {
        "2026-11-11T16:00:00Z", "2026-11-12T03:00:00Z",
    }  # fmt: skip


async def test_how_far_it_has_got_is_seen_from_outside_while_nothing_is_taken_yet(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (importing, taking):
        monkeypatch.setattr(module, "CHUNK_ROWS", 2)
    seen: list[tuple[str, int, int]] = []
    whole = batches.advance

    async def advance(database: Any, actor: Any, batch_id: Any, rows: int) -> None:
        await whole(database, actor, batch_id, rows)
        shown = (await office.manager.get(f"/api/imports/{batch_id}")).json()
        seen.append((shown["status"], shown["progress_rows"], len(await office.fines())))

    monkeypatch.setattr(batches, "advance", advance)
    rows = [line(number) for number in range(1, 6)]
    batch = await office.take_in(*rows, line(1), line(9, "-3.00", code="100402"))
    assert seen
    assert {(status, fines) for status, _, fines in seen} == {("running", 0)}
    assert [rows for _, rows, _ in seen] == sorted({rows for _, rows, _ in seen})
    assert (batch.rows, batch.accepted, batch.duplicates, batch.progress_rows) == (7, 6, 1, 7)
    # Listed newest id first, and so in the order of the bill.
    assert [each["line_no"] for each in await office.fines()] == ["1", "2", "3", "4", "5", "9"]
