"""Kuaidi100's and Kdniao's payloads: three real traces, three shapes."""

import hashlib
import json
from pathlib import Path

import pytest

from stationdesk.integrations.carriers import kdniao, kuaidi100
from stationdesk.integrations.carriers.traces import PayloadUnreadable

TRACES = Path(__file__).parents[2] / "data" / "traces"


def trace(name: str) -> object:
    return json.loads((TRACES / name).read_text("utf-8"))


def test_kuaidi100_gives_shop_and_signature_to_the_dispatching_station() -> None:
    scans = kuaidi100.parse(trace("kuaidi100_yto_YT5555508965056.json"))
    assert [scan.scan for scan in scans[-4:]] == ["dispatched", "arrived", "in_locker", "signed"]
    assert {scan.site for scan in scans[-4:]} == {"山东省济南市孙村公司"}
    assert {scan.waybill for scan in scans} == {"YT5555508965056"}


@pytest.mark.parametrize(
    ("name", "waybill", "stages"),
    [
        (
            "kdniao_style_zto_73190553102532.json",
            "73190553102532",
            ["arrived", "dispatched", "in_locker", "signed"],
        ),
        (
            "kdniao_htky_557020683421114.json",
            "557020683421114",
            ["departed", "arrived", "dispatched", "signed"],
        ),
    ],
)
def test_kdniao_in_both_shapes(name: str, waybill: str, stages: list[str]) -> None:
    scans = kdniao.parse(trace(name))
    assert len(scans) == 10
    assert [scan.scan for scan in scans[-4:]] == stages
    assert {scan.waybill for scan in scans} == {waybill}


def test_each_knows_its_own_payloads() -> None:
    assert kuaidi100.is_payload(trace("kuaidi100_yto_YT5555508965056.json"))
    assert not kuaidi100.is_payload(trace("kdniao_htky_557020683421114.json"))
    for document in ({}, {"lastResult": 1}, [], None):
        with pytest.raises(PayloadUnreadable):
            kuaidi100.parse(document)
        with pytest.raises(PayloadUnreadable):
            kdniao.parse(document)


def test_the_signature_is_md5_of_param_and_salt() -> None:
    sign = hashlib.md5(b"{}salt", usedforsecurity=False).hexdigest()
    assert kuaidi100.is_signed("{}", sign, "salt")
    assert kuaidi100.is_signed("{}", sign.upper(), "salt")
    assert not kuaidi100.is_signed("{}", sign, "other")
    assert not kuaidi100.is_signed("{}", "é", "salt")
