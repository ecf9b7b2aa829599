"""Recordings played where they stand, in parts; and the pictures that iPhones take."""

from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pillow_heif
import pytest
from PIL import Image

from stationdesk.cases.proofs.listening import part_asked
from stationdesk.integrations.storage.objects import local_storage
from tests.cases.conftest import Desk, desk  # noqa: F401
from tests.evidence.files import stream
from tests.factories.cases import PNG, claimed, open_over_http

WAV = b"RIFF\x24\x00\x01\x00WAVEfmt " + bytes(range(256)) * 300
AMR = b"#!AMR\n" + b"\x3c" * 200


async def sealed(client: httpx.AsyncClient, body: bytes, name: str) -> dict[str, Any]:
    case = await claimed(client, await open_over_http(client))
    answer = await client.post(
        f"/api/cases/{case['id']}/attachments",
        files={"file": (name, body, "application/octet-stream")},
    )
    assert answer.status_code == 201, answer.text
    file: dict[str, Any] = answer.json() | {"case_id": case["id"]}
    return file


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("", None),
        ("bytes=0-", (0, 1000)),
        ("bytes=0-99", (0, 100)),
        ("bytes=990-5000", (990, 1000)),
        ("bytes=-100", (900, 1000)),
        ("bytes=-5000", (0, 1000)),
        ("bytes=1000-", (0, 0)),
        ("bytes=-0", (1000, 1000)),
        ("bytes=9-3", None),
        ("bytes=-", None),
        ("bytes=0-1,5-6", None),
        ("lines=0-1", None),
    ],
)
def test_the_part_that_is_asked_for(header: str, part: tuple[int, int] | None) -> None:
    assert part_asked(header, 1000) == part


async def test_a_part_of_a_file_comes_from_the_store(tmp_path: Path) -> None:
    storage = local_storage(tmp_path)
    await storage.put("firm/1", stream(WAV[:100], WAV[100:]))
    assert b"".join([chunk async for chunk in storage.get("firm/1", (90, 4_000))]) == WAV[90:4_000]


async def test_a_recording_is_played_in_parts_and_listening_is_logged_once(
    desk: Desk,  # noqa: F811
) -> None:
    file = await sealed(desk.chen, WAV, "通话录音.wav")
    assert (file["media_type"], file["is_playable"]) == ("audio/wav", True)
    path = f"/api/attachments/{file['id']}/recording"
    whole = await desk.owner.get(path)
    assert (whole.status_code, whole.content) == (200, WAV)
    assert whole.headers["accept-ranges"] == "bytes"
    assert whole.headers["content-disposition"] == "inline"
    assert "sandbox" in whole.headers["content-security-policy"]
    part = await desk.owner.get(path, headers={"Range": "bytes=100-299"})
    assert (part.status_code, part.content) == (206, WAV[100:300])
    assert part.headers["content-range"] == f"bytes 100-299/{len(WAV)}"
    beyond = await desk.owner.get(path, headers={"Range": f"bytes={len(WAV)}-"})
    assert (beyond.status_code, beyond.content) == (416, b"")
    assert beyond.headers["content-range"] == f"bytes */{len(WAV)}"
    views = f"/api/cases/{file['case_id']}/attachments/{file['id']}/views"
    looked = (await desk.chen.get(views)).json()["items"]
    assert [(view["member_name"], view["how"]) for view in looked] == [("owner", "view")]
    assert (await desk.li.get(path)).status_code == 200
    looked = (await desk.chen.get(views)).json()["items"]
    assert [view["member_name"] for view in looked] == ["li", "owner"]


@pytest.mark.parametrize(("body", "name"), [(PNG, "a.png"), (AMR, "a.amr")])
async def test_what_browsers_do_not_play_is_downloaded(
    desk: Desk,  # noqa: F811
    body: bytes,
    name: str,
) -> None:
    file = await sealed(desk.chen, body, name)
    assert not file["is_playable"]
    answer = await desk.chen.get(f"/api/attachments/{file['id']}/recording")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_playable")
    assert name in answer.json()["zh"]


async def test_an_iphones_picture_has_a_preview(desk: Desk) -> None:  # noqa: F811
    out = BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (320, 240), "#3366aa")).save(out)
    file = await sealed(desk.chen, out.getvalue(), "IMG_0001.HEIC")
    assert (file["media_type"], file["has_preview"]) == ("image/heic", True)
    looked = await desk.chen.get(f"/api/attachments/{file['id']}/preview")
    assert looked.headers["content-type"] == "image/jpeg"
    with Image.open(BytesIO(looked.content)) as drawn:
        assert drawn.size == (320, 240)
    damaged = await sealed(desk.chen, out.getvalue()[:200], "IMG_0002.HEIC")
    assert not damaged["has_preview"]
