"""Files in parts: resumed after anything, never wrong, gone when nobody finishes them."""

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from litestar import Litestar

from stationdesk.app import create_app
from stationdesk.evidence.service.links import FILES_MAX
from stationdesk.evidence.service.uploads import PART_MAX_BYTES, sweep_uploads
from stationdesk.foundation.database import Endpoints
from stationdesk.foundation.settings import Settings
from stationdesk.tenancy.session import raw_connection, tenant_session
from tests.cases.conftest import Desk, desk  # noqa: F401
from tests.evidence.files import picture
from tests.factories.cases import claimed, open_over_http, shown
from tests.factories.web import client_of, signed_in_client

BODY = bytes(range(256)) * 100


async def begin(client: httpx.AsyncClient, case: dict[str, Any], **changes: Any) -> dict[str, Any]:
    answer = await client.post(
        f"/api/cases/{case['id']}/uploads",
        json={"file_name": "通话.amr", "size_bytes": len(BODY)} | changes,
    )
    assert answer.status_code == 201, answer.text
    begun: dict[str, Any] = answer.json()
    return begun


async def put(
    client: httpx.AsyncClient, upload: dict[str, Any], offset: int, part: bytes
) -> httpx.Response:
    return await client.put(f"/api/uploads/{upload['id']}?offset={offset}", content=part)


def parts_in(settings: Settings, firm_id: object) -> list[Path]:
    return list((settings.data_dir / "files" / str(firm_id) / "parts").glob("*"))


async def test_an_upload_goes_on_in_another_process_where_it_stopped(
    desk: Desk, endpoints: Endpoints, settings: Settings  # noqa: F811
) -> None:  # fmt: skip
    case = await claimed(desk.chen, await open_over_http(desk.chen))
    upload = await begin(
        desk.chen, case, sha256=hashlib.sha256(BODY).hexdigest(), checklist_code="call_record"
    )
    assert (await put(desk.chen, upload, 0, BODY[:9000])).json()["received_bytes"] == 9000
    early = await desk.chen.post(f"/api/uploads/{upload['id']}/seal")
    assert (early.json()["code"], early.json()["received_bytes"]) == ("upload_incomplete", 9000)
    # The web process dies; another one takes over.
    other = create_app(endpoints, settings)
    async with signed_in_client(other, desk.firm, "chen") as chen:
        stands = (await chen.get(f"/api/uploads/{upload['id']}")).json()["received_bytes"]
        assert stands == 9000
        assert (await put(chen, upload, stands, BODY[stands:])).status_code == 200
        sealed = (await chen.post(f"/api/uploads/{upload['id']}/seal")).json()
        assert (await chen.post(f"/api/uploads/{upload['id']}/seal")).json() == sealed
        assert (await chen.get(f"/api/attachments/{sealed['id']}")).content == BODY
    await other.state.database.close()
    assert sealed["sha256"] == hashlib.sha256(BODY).hexdigest()
    case = await shown(desk.chen, case)
    assert [each["id"] for each in case["attachments"]] == [sealed["id"]]
    assert case["checklist"][0]["done_by_attachment_id"] == sealed["id"]
    assert parts_in(settings, desk.firm.id) == []


async def test_a_part_counts_once_and_only_where_the_upload_stands(
    desk: Desk, settings: Settings  # noqa: F811
) -> None:  # fmt: skip
    case = await claimed(desk.chen, await open_over_http(desk.chen))
    upload = await begin(desk.chen, case)
    await put(desk.chen, upload, 0, BODY[:100])
    for offset in (0, 200):
        wrong = await put(desk.chen, upload, offset, BODY[offset : offset + 100])
        assert (wrong.status_code, wrong.json()["received_bytes"]) == (409, 100)
    too_much = await put(desk.chen, upload, 100, BODY)
    assert too_much.json()["code"] == "file_too_large"
    assert (await put(desk.chen, upload, 100, b"")).json()["code"] == "part_empty"
    assert len(parts_in(settings, desk.firm.id)) == 1
    assert (await put(desk.li, upload, 100, BODY[100:])).status_code == 404
    huge = await put(desk.chen, upload, 100, b"x" * (PART_MAX_BYTES + 100_000))
    assert huge.status_code == 413


async def test_what_arrives_damaged_begins_anew(desk: Desk, settings: Settings) -> None:  # noqa: F811
    case = await claimed(desk.chen, await open_over_http(desk.chen))
    upload = await begin(desk.chen, case, sha256="00" * 32)
    await put(desk.chen, upload, 0, BODY)
    refused = await desk.chen.post(f"/api/uploads/{upload['id']}/seal")
    assert (refused.status_code, refused.json()["code"]) == (409, "upload_corrupt")
    stands = (await desk.chen.get(f"/api/uploads/{upload['id']}")).json()
    assert (stands["received_bytes"], stands["attachment_id"]) == (0, None)
    assert (await shown(desk.chen, case))["attachments"] == []
    assert parts_in(settings, desk.firm.id) == []


async def test_an_upload_that_cannot_be_is_refused_at_once(desk: Desk) -> None:  # noqa: F811
    case = await claimed(desk.chen, await open_over_http(desk.chen))
    for body, code in (
        ({"size_bytes": 0}, "upload_invalid"),
        ({"size_bytes": 1024**4}, "file_too_large"),
        ({"size_bytes": 9, "sha256": "abc"}, "upload_invalid"),
        ({"size_bytes": 9, "checklist_code": "selfie"}, "unknown_checklist_item"),
        ({"size_bytes": 9, "captured_at": "2099-01-01T00:00:00Z"}, "capture_time_invalid"),
    ):
        refused = await desk.chen.post(
            f"/api/cases/{case['id']}/uploads", json={"file_name": "a", **body}
        )
        assert refused.json()["code"] == code, refused.text


async def test_what_nobody_finishes_is_removed(
    desk: Desk, app: Litestar, settings: Settings  # noqa: F811
) -> None:  # fmt: skip
    case = await claimed(desk.chen, await open_over_http(desk.chen))
    upload = await begin(desk.chen, case)
    await put(desk.chen, upload, 0, BODY[:100])
    storage, actor = app.state.storage, desk.firm.actor
    assert await sweep_uploads(desk.database, storage, actor, datetime.now(UTC)) == 0
    later = datetime.now(UTC) + timedelta(hours=26)
    assert await sweep_uploads(desk.database, storage, actor, later) == 1
    assert parts_in(settings, desk.firm.id) == []
    assert (await desk.chen.get(f"/api/uploads/{upload['id']}")).status_code == 404


async def make_link(client: httpx.AsyncClient, case: dict[str, Any], code: str | None) -> Any:
    answer = await client.post(
        f"/api/cases/{case['id']}/upload-links", json={"checklist_code": code}
    )
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_phone_sends_to_one_case_without_signing_in(
    desk: Desk, app: Litestar  # noqa: F811
) -> None:  # fmt: skip
    case = await claimed(desk.chen, await open_over_http(desk.chen))
    link = await make_link(desk.chen, case, "call_record")
    assert link["svg"].startswith("data:image/svg+xml")
    assert "/u/" in link["url"]
    path = f"/api/u/{link['url'].rsplit('/', 1)[-1]}"
    body = picture()
    async with client_of(app) as phone:
        page = (await phone.get(path)).json()
        assert (page["asked"]["code"], page["asked"]["is_done"]) == ("call_record", False)
        assert case["waybill"] not in str(page)
        upload = await phone.post(
            f"{path}/uploads",
            json={"file_name": "1.jpg", "size_bytes": len(body), "checklist_code": "call_record"},
        )
        one = f"{path}/uploads/{upload.json()['id']}"
        assert (await phone.put(f"{one}?offset=0", content=body[:50])).status_code == 200
        assert (await phone.get(one)).json()["received_bytes"] == 50
        await phone.put(f"{one}?offset=50", content=body[50:])
        page = (await phone.post(f"{one}/seal")).json()
        assert (page["asked"]["is_done"], page["files_left"]) == (True, FILES_MAX - 1)
        # The token opens nothing else.
        assert (await phone.get(f"/api/uploads/{upload.json()['id']}")).status_code == 401
    [sealed] = (await shown(desk.chen, case))["attachments"]
    assert (sealed["source"], sealed["uploaded_by"]) == ("phone", "chen")
    # Nor may the member himself go on with what the phone began.
    assert (await desk.chen.get(f"/api/uploads/{upload.json()['id']}")).status_code == 404


async def test_a_link_ends_by_time_and_by_count(desk: Desk, app: Litestar) -> None:  # noqa: F811
    case = await claimed(desk.chen, await open_over_http(desk.chen))
    link = await make_link(desk.chen, case, None)
    path = f"/api/u/{link['url'].rsplit('/', 1)[-1]}"
    async with client_of(app) as phone:
        for _ in range(FILES_MAX):
            begun = await phone.post(
                f"{path}/uploads", json={"file_name": "1.jpg", "size_bytes": 5}
            )
            assert begun.status_code == 201
        used_up = await phone.post(f"{path}/uploads", json={"file_name": "1.jpg", "size_bytes": 5})
        assert (used_up.status_code, used_up.json()["code"]) == (429, "link_used_up")
        async with tenant_session(desk.database, desk.firm.actor) as session:
            await (await raw_connection(session)).execute(
                "UPDATE upload_links SET expires_at = $2 WHERE firm_id = $1",
                desk.firm.id, datetime.now(UTC) - timedelta(seconds=1),
            )  # fmt: skip
        assert (await phone.get(path)).json()["code"] == "link_not_found"
        # What was begun in time may still come.
        one = f"{path}/uploads/{begun.json()['id']}"
        assert (await phone.put(f"{one}?offset=0", content=b"hello")).status_code == 200
        for wrong in ("x", "中文", link["url"][-43:-1] + "A"):
            assert (await phone.get(f"/api/u/{wrong}")).status_code == 404
