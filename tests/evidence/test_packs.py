"""Packs: everything of a case in order, every hash computed again, every taking logged."""

import csv
import hashlib
import json
import zipfile
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pypdf
import pytest
from litestar import Litestar

from stationdesk.cases.proofs import packing
from stationdesk.evidence.service import packs
from stationdesk.foundation.settings import Settings
from stationdesk.integrations.documents.typst import FontsMissing, render
from tests.cases.conftest import Desk, desk  # noqa: F401
from tests.evidence.files import picture
from tests.factories.cases import claimed, open_over_http, shown

RECORDING = b"#!AMR\n" + bytes(range(200))


async def proven_case(desk: Desk) -> dict[str, Any]:  # noqa: F811
    """A case with a photograph, a recording and a formula for a name."""
    case = await claimed(desk.chen, await open_over_http(desk.chen))
    for name, body, code in (
        ("放置照片.jpg", picture(), ""),
        ("=通话.amr", RECORDING, "call_record"),
    ):
        answer = await desk.chen.post(
            f"/api/cases/{case['id']}/attachments",
            files={"file": (name, body, "")}, data={"checklist_code": code},
        )  # fmt: skip
        assert answer.status_code == 201, answer.text
    return await shown(desk.chen, case)


async def test_the_archive_holds_every_file_and_says_its_hash(desk: Desk) -> None:  # noqa: F811
    case = await proven_case(desk)
    answer = await desk.chen.get(f"/api/cases/{case['id']}/pack.zip")
    assert answer.status_code == 200, answer.text
    assert int(answer.headers["content-length"]) == len(answer.content)
    with zipfile.ZipFile(BytesIO(answer.content)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        rows = list(csv.DictReader(StringIO(archive.read("manifest.csv").decode("utf-8-sig"))))
        names = archive.namelist()
        for entry in manifest["files"]:
            content = archive.read(entry["path"])
            assert hashlib.sha256(content).hexdigest() == entry["sha256"]
            assert (len(content), entry["is_intact"]) == (entry["size_bytes"], True)
        assert archive.read("evidence.pdf").startswith(b"%PDF")
    assert names == [
        "files/001-=通话.amr", "files/002-放置照片.jpg", "manifest.json", "manifest.csv",
        "evidence.pdf",
    ]  # fmt: skip
    assert manifest["case"]["number"] == case["number"]
    assert [row["name"] for row in rows] == ["'=通话.amr", "放置照片.jpg"]
    assert rows[0]["sha256"] == hashlib.sha256(RECORDING).hexdigest()
    assert rows[0]["uploaded_by"] == "chen"
    for file in case["attachments"]:
        seen = await desk.chen.get(f"/api/cases/{case['id']}/attachments/{file['id']}/views")
        assert [view["how"] for view in seen.json()["items"]] == ["pack"]


async def test_the_paper_tells_the_case_in_chinese(desk: Desk) -> None:  # noqa: F811
    case = await proven_case(desk)
    answer = await desk.chen.get(f"/api/cases/{case['id']}/pack.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    paper = pypdf.PdfReader(BytesIO(answer.content))
    text = "".join(page.extract_text() for page in paper.pages)
    for word in (
        "证据包", case["number"], case["waybill"], "通话录音或截图", "放置照片.jpg", "认领",
        "当前责任方", "一致", hashlib.sha256(RECORDING).hexdigest()[:16],
    ):  # fmt: skip
        assert word in text.replace("\n", ""), word
    pictures = [image for page in paper.pages for image in page.images]
    assert len(pictures) == 1
    policy = case["clocks"][0]["policy"]
    assert f"{policy['code']} v{policy['version']}" in text.replace("\n", "")


async def test_a_file_that_was_changed_in_the_store_is_named(
    desk: Desk, settings: Settings  # noqa: F811
) -> None:  # fmt: skip
    case = await proven_case(desk)
    changed, lost = case["attachments"]
    folder = settings.data_dir / "files" / str(desk.firm.id)
    (folder / changed["id"]).write_bytes(b"something else")
    (folder / lost["id"]).unlink()
    answer = await desk.chen.get(f"/api/cases/{case['id']}/pack.zip")
    with zipfile.ZipFile(BytesIO(answer.content)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    found = {entry["name"]: entry["is_intact"] for entry in manifest["files"]}
    assert found == {changed["name"]: False, lost["name"]: None}


async def test_a_big_pack_is_built_by_a_job_and_found_again(
    desk: Desk, app: Litestar, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    case = await proven_case(desk)
    monkeypatch.setattr(packs, "NOW_MAX_FILES", 1)
    refused = await desk.chen.get(f"/api/cases/{case['id']}/pack.zip")
    assert (refused.status_code, refused.json()["code"]) == (409, "pack_too_large")
    url = f"/api/cases/{case['id']}/packs"
    assert (await desk.chen.post(url, json={"format": "exe"})).json()["code"] == "unknown_format"
    asked = (await desk.chen.post(url, json={"format": "zip"})).json()
    assert (asked["state"], asked["total_count"]) == ("building", 2)
    early = await desk.chen.get(f"/api/packs/{asked['id']}")
    assert (early.status_code, early.json()["code"]) == (409, "pack_not_ready")
    now = datetime.now(UTC)
    for _ in range(2):
        await packing.build_asked(
            desk.database, app.state.storage, desk.firm.actor, asked["id"], now
        )
    [listed] = (await desk.owner.get(url)).json()["items"]
    assert (listed["state"], listed["done_count"]) == ("ready", 2)
    got = await desk.chen.get(f"/api/packs/{asked['id']}")
    assert hashlib.sha256(got.content).hexdigest() == listed["sha256"]
    with zipfile.ZipFile(BytesIO(got.content)) as archive:
        assert archive.testzip() is None
    later = now + timedelta(days=8)
    swept = await packs.sweep_packs(desk.database, app.state.storage, desk.firm.actor, later)
    assert swept == 1
    assert (await desk.chen.get(f"/api/packs/{asked['id']}")).status_code == 404


def test_without_fonts_the_refusal_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(FontsMissing, match="fonts-noto-cjk"):
        render("= 标题", {}, fonts_dir=tmp_path)
