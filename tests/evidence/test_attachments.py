"""Evidence over HTTP: sealed, bounded, typed by content, every look at it logged."""

import hashlib
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from stationdesk.evidence import service
from stationdesk.evidence.errors import FileEmpty, FileTooLarge
from stationdesk.evidence.sniffing import media_type, served_type
from stationdesk.foundation.ids import new_id
from stationdesk.integrations.storage.objects import local_storage
from tests.cases.conftest import Desk, desk  # noqa: F401
from tests.evidence.files import picture, stream
from tests.factories.cases import PNG, claimed, open_over_http, shown


async def upload(client, case, content: bytes, name: str = "a.png", **data):  # type: ignore[no-untyped-def]
    return await client.post(
        f"/api/cases/{case['id']}/attachments",
        files={"file": (name, content, "text/html")},
        data=data,
    )


async def test_a_file_is_sealed_and_comes_back_byte_by_byte(desk: Desk) -> None:  # noqa: F811
    case = await claimed(desk.chen, await open_over_http(desk.chen))
    answer = await upload(desk.chen, case, PNG, "../../照片 1.png", checklist_code="call_record")
    assert answer.status_code == 201
    sealed = answer.json()
    assert sealed["sha256"] == hashlib.sha256(PNG).hexdigest()
    assert (sealed["size_bytes"], sealed["media_type"]) == (len(PNG), "image/png")
    assert sealed["name"] == "照片 1.png"
    case = await shown(desk.chen, case)
    assert case["checklist"][0]["done_by_attachment_id"] == sealed["id"]
    assert case["timeline"][-1]["data"]["sha256"] == sealed["sha256"]
    got = await desk.owner.get(f"/api/attachments/{sealed['id']}")
    assert got.content == PNG
    assert got.headers["content-disposition"].startswith("attachment;")
    assert got.headers["x-content-type-options"] == "nosniff"
    views = await desk.chen.get(f"/api/cases/{case['id']}/attachments/{sealed['id']}/views")
    assert [(v["member_name"], v["how"]) for v in views.json()["items"]] == [("owner", "download")]


async def test_a_picture_is_drawn_anew_for_the_screen_and_its_time_read(
    desk: Desk,  # noqa: F811
) -> None:
    case = await claimed(desk.chen, await open_over_http(desk.chen))
    body = picture(taken="2026:11:18 14:02:11")
    sealed = (await upload(desk.chen, case, body, "IMG_1.jpg")).json()
    assert sealed["has_preview"]
    assert (sealed["captured_at"], sealed["captured_by"]) == ("2026-11-18T06:02:11Z", "camera")
    looked = await desk.owner.get(f"/api/attachments/{sealed['id']}/preview")
    assert looked.headers["content-type"] == "image/jpeg"
    assert "sandbox" in looked.headers["content-security-policy"]
    with Image.open(BytesIO(looked.content)) as drawn:
        assert drawn.size == (640, 480)
        assert not drawn.getexif()
    assert looked.content != body
    taken = await desk.chen.get(f"/api/attachments/{sealed['id']}")
    assert taken.content == body
    url = f"/api/cases/{case['id']}/attachments/{sealed['id']}/views"
    first = (await desk.chen.get(url, params={"limit": 1})).json()
    rest = await desk.chen.get(url, params={"limit": 1, "cursor": first["next_cursor"]})
    seen = [*first["items"], *rest.json()["items"]]
    assert [(view["member_name"], view["how"]) for view in seen] == [
        ("chen", "download"), ("owner", "view"),
    ]  # fmt: skip
    assert rest.json()["next_cursor"] is None


async def test_what_a_device_says_of_the_time_holds_where_no_camera_says_it(
    desk: Desk,  # noqa: F811
) -> None:
    case = await claimed(desk.chen, await open_over_http(desk.chen))
    said = "2026-11-18T06:00:00Z"
    sealed = (await upload(desk.chen, case, b"#!AMR\n123", "a.amr", captured_at=said)).json()
    assert (sealed["captured_at"], sealed["captured_by"]) == (said, "device")
    assert sealed["media_type"] == "audio/amr"
    ahead = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    refused = await upload(desk.chen, case, b"#!AMR\n123", "a.amr", captured_at=ahead)
    assert (refused.status_code, refused.json()["code"]) == (400, "capture_time_invalid")
    no_picture = await desk.chen.get(f"/api/attachments/{sealed['id']}/preview")
    assert (no_picture.status_code, no_picture.json()["code"]) == (404, "no_preview")
    assert len((await shown(desk.chen, case))["attachments"]) == 1


async def test_a_file_may_prove_another_item_than_was_said_first(desk: Desk) -> None:  # noqa: F811
    case = await claimed(desk.chen, await open_over_http(desk.chen))
    sealed = (await upload(desk.chen, case, PNG)).json()
    assert (await shown(desk.chen, case))["checklist"][0]["done_by_attachment_id"] is None
    url = f"/api/cases/{case['id']}/attachments/{sealed['id']}/label"
    wrong = await desk.chen.post(url, json={"checklist_code": "selfie"})
    assert wrong.json()["code"] == "unknown_checklist_item"
    moved = await desk.chen.post(url, json={"checklist_code": "call_record"})
    assert (moved.status_code, moved.json()["checklist_code"]) == (200, "call_record")
    case = await shown(desk.chen, case)
    assert case["checklist"][0]["done_by_attachment_id"] == sealed["id"]
    last = case["timeline"][-1]
    assert (last["event"], last["data"]["to"]) == ("evidence_labelled", "call_record")
    cleared = await desk.chen.post(url, json={"checklist_code": None})
    assert cleared.json()["checklist_code"] is None


async def test_what_does_not_fit_is_refused_and_leaves_nothing(desk: Desk) -> None:  # noqa: F811
    case = await claimed(desk.chen, await open_over_http(desk.chen))
    answer = await upload(desk.chen, case, PNG, checklist_code="selfie")
    assert (answer.status_code, answer.json()["known"]) == (400, ["call_record"])
    assert (await upload(desk.chen, case, b"")).json()["code"] == "file_empty"
    elsewhere = await open_over_http(desk.chen, station="S2")
    assert (await upload(desk.owner, elsewhere, PNG)).status_code == 404
    assert (await shown(desk.chen, case))["attachments"] == []


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_a_refused_file_is_not_in_the_store(tmp_path: Path) -> None:
    storage, firm_id = local_storage(tmp_path), new_id()
    with pytest.raises(FileTooLarge):
        await service.store(storage, firm_id, "x", stream(b"a" * 60, b"b" * 60), 100)
    with pytest.raises(FileEmpty):
        await service.store(storage, firm_id, "x", stream(), 100)
    assert not files_in(tmp_path)
    body = picture()
    file = await service.store(storage, firm_id, "x", stream(body), len(body))
    assert file.preview_key is not None
    await service.discard(storage, file)
    assert not files_in(tmp_path)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "image/jpeg"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "image/webp"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "image/heic"),
        (b"\0\0\0\x18ftypisom\0\0\2\0isomiso2mp41", "video/mp4"),
        (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", "video/quicktime"),
        (b"\0\0\0\x18ftypM4A \0\0\0\0M4A mp42", "audio/mp4"),
        (b"ID3\x03\0\0\0\0\0\x21", "audio/mpeg"),
        (b"\xff\xfb\x90\x64" + b"\0" * 40, "audio/mpeg"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "audio/wav"),
        (b"#!AMR\n\x3c\x3c", "audio/amr"),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"PK\x03\x04\x14\0\0\0\x08\0a.txt", "application/zip"),
        (
            b"PK\x03\x04\x14\0[Content_Types].xml....xl/workbook.xml",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        ("客户说今晚在家".encode("gb18030"), "text/plain"),
        (b"<html><script>alert(1)</script></html>", "text/html"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
        (b"\x00\x01\x02\x03\x04\x05", "application/octet-stream"),
    ],
)
def test_the_type_is_read_from_the_content(head: bytes, expected: str) -> None:
    assert media_type(head) == expected


def test_what_a_browser_would_run_is_handed_out_as_bytes() -> None:
    for name in ("text/html", "image/svg+xml"):
        assert served_type(name) == "application/octet-stream"
    assert served_type("image/png") == "image/png"
