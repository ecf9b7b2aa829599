"""Whom a case's own details name: masked on the desk, shown for a reason, never sent back masked;
and a recording played where it stands."""

import io
import wave

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.browser import Visitors, open_work_order
from tests.e2e.test_browser_access import AXE, RUN_AXE

pytestmark = pytest.mark.browser

ORDER = {
    "shipper": "欧阳娜娜", "phone": "13800138067", "address": "杭州市滨江区江陵路88号3幢501室",
    "addressee": "司马小明", "addressee_phone": "13911112222", "goods": "羊毛衫",
}  # fmt: skip


def _recording() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(1)
        written.setframerate(8_000)
        written.writeframes(b"\x80" * 4_000)
    return out.getvalue()


def test_details_are_masked_until_a_reason_is_given(
    visitors: Visitors, manager: httpx.Client
) -> None:
    made = manager.post(
        "/api/cases",
        json={
            "kind": "pickup_order", "direction": "outbound", "station": "XX01",
            "waybill": "789019995001", "details": ORDER,
        },
    )  # fmt: skip
    case = made.json()
    page = visitors.person("chenxiaoyu", f"/desk/{case['id']}")
    facts = page.get_by_test_id("case-facts")
    expect(facts).to_contain_text("138******67")
    for secret in ("13800138067", "欧阳娜娜", "江陵路88号"):
        assert secret not in page.get_by_test_id("case-pane").inner_text()
    page.get_by_test_id("reveal-details").click()
    page.get_by_test_id("reveal-reason").fill("给业务员取件地址")
    page.get_by_test_id("reveal-save").click()
    expect(facts).to_contain_text("江陵路88号3幢501室")
    page.get_by_test_id("reveal-details").click()
    expect(facts).not_to_contain_text("13800138067")
    page.evaluate(AXE.read_text())
    assert page.evaluate(RUN_AXE) == []


def test_a_form_keeps_what_it_shows_masked(visitors: Visitors, manager: httpx.Client) -> None:
    made = manager.post(
        "/api/cases",
        json={
            "kind": "inquiry", "direction": "inbound", "station": "XX01",
            "waybill": "789019995002",
            "details": {
                "asker": "recipient", "identity": "pickup_code", "question": "件到哪了",
                "phone": "13800138067",
            },
        },
    )  # fmt: skip
    case = made.json()
    page = visitors.person("chenxiaoyu", f"/desk/{case['id']}")
    claimed = page.request.post(
        f"{visitors.product.address}/api/queue/claim", data={"case_id": case["id"]}
    )
    assert claimed.ok
    page.reload()
    page.get_by_test_id("action-promise_call_back").click()
    form = page.get_by_test_id("next-step-form")
    phone = form.get_by_test_id("field-phone")
    expect(phone).to_have_value("")
    expect(phone).to_have_attribute("placeholder", "138******67，不改就留空")
    form.get_by_test_id("submit-event").click()
    expect(page.get_by_test_id("case-pane")).to_have_attribute("data-state", "call_back_due")
    after = manager.post(f"/api/cases/{case['id']}/details/reveal", json={"reason": "核对"})
    assert after.json() == {"details": {"phone": "13800138067"}}


def test_a_recording_is_played_in_the_file(visitors: Visitors, manager: httpx.Client) -> None:
    case = open_work_order(manager, "789019995003")
    manager.post(
        f"/api/cases/{case['id']}/attachments",
        files={"file": ("通话.wav", _recording(), "audio/wav")},
        data={"checklist_code": "call_record"},
    ).raise_for_status()
    page = visitors.person("chenxiaoyu", f"/desk/{case['id']}")
    page.get_by_test_id("checklist-call_record").get_by_test_id("file").click()
    player = page.get_by_test_id("recording")
    expect(player).to_be_visible()
    player.evaluate("player => { player.muted = true; return player.play(); }")
    expect(page.get_by_test_id("views")).to_contain_text("查看")
    assert player.evaluate("player => player.duration") == pytest.approx(0.5, abs=0.05)
