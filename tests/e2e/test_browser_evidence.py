"""Evidence from a phone, over a bad line, into a pack; lessons found again."""

import zipfile
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.browser import PHONE, Visitors, open_work_order
from tests.e2e.test_browser_access import AXE, RUN_AXE
from tests.evidence.files import picture

pytestmark = pytest.mark.browser

PHOTO: FilePayload = {"name": "IMG_2417.jpg", "mimeType": "image/jpeg", "buffer": picture()}
LARGE_BYTES = 9 * 1024**2
LOSE_THE_SECOND_PART = """() => {
    const send = XMLHttpRequest.prototype.send;
    let parts = 0;
    XMLHttpRequest.prototype.send = function (body) {
        if (body instanceof Blob && ++parts === 2) this.onerror(new ProgressEvent("error"));
        else send.call(this, body);
    };
}"""


def _open(visitors: Visitors, case: dict[str, str]) -> Page:
    page = visitors.person("chenxiaoyu", f"/desk/{case['id']}")
    expect(page.get_by_test_id("case-pane")).to_have_attribute("data-case-id", case["id"])
    return page


def test_a_photo_taken_by_phone_appears_on_the_desk(
    visitors: Visitors, manager: httpx.Client
) -> None:
    case = open_work_order(manager, "789019991001")
    desk = _open(visitors, case)
    desk.get_by_test_id("phone-upload").click()
    expect(desk.get_by_test_id("qr")).to_be_visible()
    path = desk.get_by_test_id("qr-url").input_value().split("/u/")[1]
    phone = visitors.stranger(f"/u/{path}", viewport=PHONE, has_touch=True, bypass_csp=True)
    expect(phone.get_by_role("heading", name="与客户通话录音")).to_be_visible()
    phone.get_by_test_id("phone-camera").set_input_files([PHOTO])
    expect(phone.get_by_test_id("phone-file")).to_have_attribute("data-state", "done")
    proof = desk.get_by_test_id("checklist-call_record")
    expect(proof).to_have_attribute("data-done", "true")
    phone.evaluate(AXE.read_text())
    for scheme in ("light", "dark"):
        phone.emulate_media(color_scheme=scheme)
        assert phone.evaluate(RUN_AXE) == [], scheme
    desk.get_by_label("关闭").click()
    proof.get_by_test_id("file").click()
    expect(desk.get_by_test_id("file-dialog")).to_contain_text("手机上传")
    expect(desk.get_by_test_id("views")).to_contain_text("查看")


def test_a_large_file_goes_on_after_a_lost_connection(
    visitors: Visitors, manager: httpx.Client, tmp_path: Path
) -> None:
    case = open_work_order(manager, "789019991002")
    desk = _open(visitors, case)

    desk.evaluate(LOSE_THE_SECOND_PART)
    clip = tmp_path / "监控.mp4"
    clip.write_bytes(b"\0" * LARGE_BYTES)
    desk.get_by_test_id("evidence-file").set_input_files(clip)
    expect(desk.get_by_test_id("checklist-call_record")).to_have_attribute("data-done", "true")
    expect(desk.get_by_test_id("transfer")).to_have_count(0)
    [sealed] = manager.get(f"/api/cases/{case['id']}").json()["attachments"]
    assert (sealed["name"], sealed["size_bytes"]) == ("监控.mp4", LARGE_BYTES)


def test_a_paste_is_evidence_and_one_click_packs_it(
    visitors: Visitors, manager: httpx.Client
) -> None:
    case = open_work_order(manager, "789019991003")
    desk = _open(visitors, case)
    desk.evaluate(
        """() => {
            const carried = new DataTransfer();
            carried.items.add(new File([new Uint8Array([0x23, 0x21, 0x41, 0x4d, 0x52, 10])],
                                       "截图.amr"));
            document.dispatchEvent(new ClipboardEvent("paste",
                { clipboardData: carried, bubbles: true, cancelable: true }));
        }"""
    )
    expect(desk.get_by_test_id("checklist-call_record")).to_contain_text("截图.amr")
    desk.get_by_test_id("evidence-pack").click()
    with desk.expect_download() as download:
        desk.get_by_test_id("pack-zip").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert "files/001-截图.amr" in archive.namelist()
        assert archive.read("evidence.pdf").startswith(b"%PDF")


def test_a_lesson_is_found_by_a_word_and_opens_its_case(visitors: Visitors) -> None:
    page = visitors.person("fangzhiyuan", "/precedents")
    expect(page.get_by_test_id("precedent")).to_have_count(3)
    page.get_by_test_id("precedent-search").fill("驿站")
    expect(page.get_by_test_id("precedent")).to_have_count(1)
    page.get_by_test_id("precedent").get_by_role("link").click()
    expect(page.get_by_test_id("case-pane")).to_be_visible()
