"""Headings of exported tables: found, named, recognised again."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stationdesk.imports import layouts
from stationdesk.imports.fields import STATION, WAYBILL, Field

AMOUNT = Field("amount", "金额", "Amount", is_amount=True)
FIELDS = (STATION, WAYBILL, Field("order_no", "工单号", "Order no."), AMOUNT)
TWO_ROWS: list[list[Any]] = [
    ["中通快递 2026年11月 账单", "", "", "", "", "", ""],
    ["网点", "运单信息", "", "扣款", "", "退款", ""],
    ["", "运单号", "类型", "金额(元)", "原因", "金额(元)", "原因"],
    ["S1", "78904417620835", "A", 10, "x", None, ""],
]


def test_two_heading_rows_give_each_column_a_name_of_its_own() -> None:
    layout = layouts.detect(TWO_ROWS, FIELDS)
    assert layout is not None
    assert (layout.header_row, layout.header_rows, layout.first_data_row) == (2, 2, 4)
    assert layout.columns == (
        "网点", "运单信息/运单号", "运单信息/类型", "扣款/金额(元)", "扣款/原因", "退款/金额(元)",
        "退款/原因",
    )  # fmt: skip
    assert layouts.suggest(layout, FIELDS) == {
        "station": "网点", "waybill": "运单信息/运单号", "amount": "扣款/金额(元)",
    }  # fmt: skip


def test_repeated_names_are_numbered() -> None:
    assert layouts.column_names([["金额", "备注", "金额", "金额"]]) == (
        "金额", "备注", "金额#2", "金额#3",
    )  # fmt: skip


def test_a_table_of_one_heading_row_is_not_taken_for_two() -> None:
    rows = [["网点", "运单号", "备注"], ["西兴", "781", "x"], ["柯桥", "782", "y"]]
    layout = layouts.detect(rows, FIELDS)
    assert layout is not None
    assert (layout.header_row, layout.header_rows) == (1, 1)


@pytest.mark.parametrize("rows", [[], [[1, 2]], [["", None]], [["一个标题"]]])
def test_what_is_no_heading_is_not_guessed(rows: Sequence[Sequence[Any]]) -> None:
    assert layouts.detect(rows, FIELDS) is None


CELLS = st.sampled_from(["", "金额", "备注", "扣款", "运单号", "金额#2", "金额/备注"])


@given(st.lists(st.lists(CELLS, max_size=8), min_size=1, max_size=2))
def test_names_are_unique_and_a_file_of_these_names_has_the_same_layout(
    heading: list[list[str]],
) -> None:
    """So the file of refused rows, which has one heading row, is recognised again."""
    names = layouts.column_names(heading)
    written = [name for name in names if name]
    assert len(set(written)) == len(written)
    if any(names):
        twice = layouts.column_names([list(names)])
        assert twice == names
        assert layouts.Layout(1, 1, twice).fingerprint == layouts.Layout(3, 2, names).fingerprint
