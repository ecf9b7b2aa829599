"""Evidence over HTTP: sealed, bounded, typed by content, logged."""

import hashlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from stationdesk.evidence import repository, service
from stationdesk.evidence.errors import FileEmpty, FileTooLarge
from stationdesk.evidence.sniffing import media_type
from stationdesk.foundation.ids import new_id
from stationdesk.integrations.storage.objects import local_storage, memory_storage
from stationdesk.integrations.storage.port import FileMissing
from stationdesk.tenancy.session import tenant_session
from tests.cases.conftest import Desk, desk  # noqa: F401
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
    began = datetime.now(UTC) - timedelta(minutes=1)
    got = await desk.owner.get(f"/api/attachments/{sealed['id']}")
    assert got.content == PNG
    assert got.headers["content-disposition"].startswith("attachment;")
    assert got.headers["x-content-type-options"] == "nosniff"
    async with tenant_session(desk.database, desk.firm.actor) as session:
        views = await repository.views_since(session, began)
    assert [(str(view.attachment_id), view.member_name) for view in views] == [
        (sealed["id"], "owner")
    ]


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


async def stream(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


@pytest.mark.parametrize("kind", ["local", "memory"])
async def test_a_refused_file_is_not_in_the_store(kind: str, tmp_path: Path) -> None:
    storage = local_storage(tmp_path) if kind == "local" else memory_storage()
    firm_id = new_id()
    with pytest.raises(FileTooLarge):
        await service.store(storage, firm_id, "x", stream(b"a" * 60, b"b" * 60), 100)
    with pytest.raises(FileEmpty):
        await service.store(storage, firm_id, "x", stream(), 100)
    assert not files_in(tmp_path)
    file = await service.store(storage, firm_id, "x", stream(b"a" * 60, b"b" * 40), 100)
    assert b"".join([part async for part in storage.get(file.storage_key)]) == b"a" * 60 + b"b" * 40
    await storage.delete(file.storage_key)
    await storage.delete(file.storage_key)
    with pytest.raises(FileMissing):
        [part async for part in storage.get(file.storage_key)]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "image/jpeg"),
        (b"%PDF-1.7\n", "application/pdf"),
        ("客户说今晚在家".encode("gb18030"), "text/plain"),
        (b"<html><script>alert(1)</script></html>", "application/octet-stream"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "application/octet-stream"),
        (b"\x00\x01\x02\x03\x04\x05", "application/octet-stream"),
    ],
)
def test_the_type_is_read_from_the_content(head: bytes, expected: str) -> None:
    assert media_type(head) == expected
