"""Files of scans into the store: counts, refusals, repetition, and nothing half done."""

import asyncio
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from stationdesk.foundation.database import Database
from stationdesk.imports.errors import (
    EncodingUnknown,
    FileEmpty,
    FileRefused,
    HeaderWrong,
    StrictImportRefused,
)
from stationdesk.tenancy.session import hot_transaction
from tests.factories.firms import Firm
from tests.parcels.files import HEADER, fetch, scan_file, take

GOOD = [
    "ZT001,发件,2026-11-20 04:46:34,昆常转运中心,S1,,,",
    "ZT001,到件,2026-11-20 08:04:24,S1,,,,",
    "ZT001,派件,2026-11-20T08:30:00+08:00,杭州滨江西兴,,K1,,",
    "ZT002,揽收,2026/11/20 17:05,S1,,K2,1200,",
]


async def test_good_rows_become_parcels_with_gaps(
    database: Database, firm: Firm, tmp_path: Path
) -> None:
    result = await take(database, firm, scan_file(tmp_path, GOOD))
    assert (result.rows, result.accepted, result.duplicates, result.rejected) == (4, 4, 0, 0)
    assert result.parcels_changed == 2
    rows = await fetch(
        database, firm, "SELECT waybill, direction, gap, gap_courier FROM parcels ORDER BY 1"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("ZT001", "inbound", "dispatched_not_signed", "K1"),
        ("ZT002", "outbound", "collected_not_weighed", "K2"),
    ]


async def test_the_same_file_again_changes_nothing_and_says_so(
    database: Database, firm: Firm, tmp_path: Path
) -> None:
    path = scan_file(tmp_path, [*GOOD, GOOD[1], GOOD[1].replace("到件", "arrived")])
    first = await take(database, firm, path)
    assert (first.accepted, first.duplicates) == (4, 2)
    before = await fetch(database, firm, "SELECT *, xmin::text FROM parcels ORDER BY waybill")
    again = await take(database, firm, path)
    assert (again.rows, again.accepted, again.duplicates, again.rejected) == (6, 0, 6, 0)
    assert again.parcels_changed == 0
    assert before == await fetch(
        database, firm, "SELECT *, xmin::text FROM parcels ORDER BY waybill"
    )
    assert await fetch(database, firm, "SELECT count(*) AS n FROM scans") == [{"n": 2}]


BAD = {
    "ZT009,到件,2026-02-30 08:00:00,S1,,,,": ("scanned_at", "2026-02-30 08:00:00", "time_invalid"),
    "ZT009,到件,2026-11-20,S1,,,,": ("scanned_at", "2026-11-20", "time_invalid"),
    "ZT009,到件,yesterday,S1,,,,": ("scanned_at", "yesterday", "time_invalid"),
    "ZT009,到件,2027-11-20 08:00:00,S1,,,,": ("scanned_at", "2027-11-20 08:00:00", "time_future"),
    "ZT009,飞走,2026-11-20 08:00:00,S1,,,,": ("scan", "飞走", "scan_unknown"),
    "ZT009,到件,2026-11-20 08:00:00,HUB9,,,,": ("site", "HUB9", "site_unknown"),
    ",到件,2026-11-20 08:00:00,S1,,,,": ("waybill", "", "waybill_blank"),
    "7.3E+13,到件,2026-11-20 08:00:00,S1,,,,": ("waybill", "7.3E+13", "waybill_scientific"),
    "731.0,到件,2026-11-20 08:00:00,S1,,,,": ("waybill", "731.0", "waybill_scientific"),
    "ZT009,到件,2026-11-20 08:00:00,S1,,,heavy,": ("weight_g", "heavy", "weight_invalid"),
    "ZT009,到件,2026-11-20 08:00:00,S1,,,,=1+1": ("note", "=1+1", "formula"),
    "ZT009,到件,2026-11-20 08:00:00,=S1,,,,": ("site", "=S1", "formula"),
    "ZT009,到件,2026-11-20 08:00:00": ("", "", "ragged"),
    "ZT009,到件,2026-11-20 08:00:00,S1,,,,,,more": ("", "", "ragged"),
    "ZT009,到件,2026-11-20 08:00:00,S1,,,,a\0b": ("note", "a␀b", "nul_byte"),
}


@pytest.mark.parametrize("row", BAD)
async def test_a_bad_row_is_refused_with_its_reason_and_the_good_are_taken(
    database: Database, firm: Firm, tmp_path: Path, row: str
) -> None:
    result = await take(database, firm, scan_file(tmp_path, [GOOD[0], row, *GOOD[1:]]))
    assert (result.rows, result.accepted, result.rejected) == (5, 4, 1)
    (reject,) = await fetch(database, firm, "SELECT * FROM import_rejects")
    assert (reject["column_name"], reject["value"], reject["code"]) == BAD[row]
    assert reject["row_number"] == 3


async def test_all_kinds_of_bad_rows_at_once(
    database: Database, firm: Firm, tmp_path: Path
) -> None:
    result = await take(database, firm, scan_file(tmp_path, [*BAD, *GOOD]))
    assert (result.accepted, result.rejected) == (4, len(BAD))
    rejects = await fetch(database, firm, "SELECT * FROM import_rejects ORDER BY row_number")
    assert [reject["code"] for reject in rejects] == [code for _, _, code in BAD.values()]


async def test_strict_takes_all_or_nothing(database: Database, firm: Firm, tmp_path: Path) -> None:
    bad = "ZT009,飞走,2026-11-20 08:00:00,S1,,,,"
    with pytest.raises(StrictImportRefused, match="row 6, column scan, value '飞走'"):
        await take(database, firm, scan_file(tmp_path, [*GOOD, bad]), is_strict=True)
    assert await fetch(database, firm, "SELECT * FROM scans") == []
    assert await fetch(database, firm, "SELECT * FROM parcels") == []
    (batch,) = await fetch(database, firm, "SELECT * FROM import_batches")
    assert (batch["status"], batch["rows"], batch["rejected"]) == ("failed", 5, 5)
    assert len(await fetch(database, firm, "SELECT * FROM import_rejects")) == 1


@pytest.mark.parametrize(
    ("content", "error", "says"),
    [
        (b"", FileEmpty, "empty"),
        (b"\n\n", FileRefused, "header"),
        (
            HEADER.replace("scanned_at", "scan_time").encode(),
            HeaderWrong,
            "'scanned_at'.*scan_time",
        ),
        (HEADER.replace("note", "site").encode(), HeaderWrong, "'site' stands there twice"),
        (HEADER.encode("utf-16"), EncodingUnknown, "UTF-16"),
        (HEADER.encode() + b"\nZT1,\xff\xfe\x80,x,S1,,,,\n", EncodingUnknown, "row 2"),
    ],
)
async def test_a_file_that_cannot_be_read_says_why_and_leaves_nothing(
    database: Database, firm: Firm, tmp_path: Path, content: bytes, error: type, says: str
) -> None:
    path = tmp_path / "scans.csv"
    path.write_bytes(content)
    with pytest.raises(error, match=says):
        await take(database, firm, path)
    (batch,) = await fetch(database, firm, "SELECT status, problem FROM import_batches")
    assert batch["status"] == "failed"
    assert batch["problem"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
async def test_excels_encodings_are_read(
    database: Database, firm: Firm, tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "scans.csv"
    path.write_bytes("\r\n".join([HEADER, *GOOD, "", ""]).encode(encoding))
    assert (await take(database, firm, path)).accepted == 4


async def test_a_stray_quote_swallows_no_rows(
    database: Database, firm: Firm, tmp_path: Path
) -> None:
    rows = [GOOD[1] + '5" screen', GOOD[2], GOOD[3] + '6" box']
    assert (await take(database, firm, scan_file(tmp_path, rows))).rows == 3


async def test_rows_of_hubs_are_taken_with_a_parcel_of_ours_whatever_their_order(
    database: Database, firm: Firm, tmp_path: Path
) -> None:
    hub = "ZT001,到件,2026-11-20 03:00:00,HUB1,,,,"
    result = await take(database, firm, scan_file(tmp_path, [hub, GOOD[1]]))
    assert result.rejected == 0
    later = "ZT001,发件,2026-11-20 02:00:00,HUB0,HUB1,,,"
    assert (await take(database, firm, scan_file(tmp_path, [later]))).accepted == 1


async def test_waybills_are_one_whatever_their_case_and_padding(
    database: Database, firm: Firm, tmp_path: Path
) -> None:
    rows = ["zt001,到件,2026-11-20 08:00:00,S1,,,,", "\tZT001 ,派件,2026-11-20 09:00:00,s1,,K1,,"]
    assert (await take(database, firm, scan_file(tmp_path, rows))).accepted == 2
    assert len(await fetch(database, firm, "SELECT * FROM parcels")) == 1


async def test_two_imports_at_once_neither_deadlock_nor_double(
    database: Database, firm: Firm, tmp_path: Path
) -> None:
    path = scan_file(tmp_path, GOOD)
    results = await asyncio.gather(*(take(database, firm, path) for _ in range(3)))
    assert sorted(result.accepted for result in results) == [0, 0, 4]
    assert await fetch(database, firm, "SELECT count(*) AS n FROM scans") == [{"n": 2}]


async def test_an_import_that_breaks_off_leaves_nothing_but_its_reason(
    database: Database, firm: Firm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> int:
        raise ConnectionResetError

    monkeypatch.setattr("stationdesk.parcels.repository.parcels.merge_new", broken)
    with pytest.raises(ConnectionResetError):
        await take(database, firm, scan_file(tmp_path, GOOD))
    assert await fetch(database, firm, "SELECT * FROM scans") == []
    (batch,) = await fetch(database, firm, "SELECT status, problem FROM import_batches")
    assert (batch["status"], "broke off" in batch["problem"]) == ("failed", True)


async def test_a_firms_own_word_and_a_carriers_word(
    database: Database, firm: Firm, tmp_path: Path
) -> None:
    async with hot_transaction(database, firm.actor) as connection:
        await connection.execute(
            "INSERT INTO scan_words VALUES ($1, '', '落地', 'arrived')", firm.id
        )
    rows = ["A,落地,2026-11-20 08:00:00,S1,,,,", "B,710,2026-11-20 08:00:00,S2,,K1,,"]
    assert (await take(database, firm, scan_file(tmp_path, rows))).accepted == 2
    kept = await fetch(database, firm, "SELECT gap FROM parcels ORDER BY waybill")
    assert [row["gap"] for row in kept] == ["arrived_not_dispatched", "dispatched_not_signed"]


async def test_xlsx_is_taken_like_csv(database: Database, firm: Firm, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(HEADER.split(","))
    moment = datetime(2026, 11, 20, 8, 4, 24)
    book.active.append([73190553102532, "到件", moment, "S1"])
    book.active.append([73190553102532, "派件", "=NOW()", "S1"])
    book.save(tmp_path / "scans.xlsx")
    result = await take(database, firm, tmp_path / "scans.xlsx")
    assert (result.rows, result.accepted, result.rejected) == (2, 1, 1)
    (parcel,) = await fetch(database, firm, "SELECT waybill, arrived_at FROM parcels")
    assert parcel["waybill"] == "73190553102532"
    assert parcel["arrived_at"].hour == 0  # 08:04 in Shanghai
