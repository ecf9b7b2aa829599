"""Evidence and lessons that neighbours must not find: an upload, a pack, a precedent."""

from typing import Any

import httpx

from tests.factories.cases import open_over_http


async def leave_proofs(manager: httpx.AsyncClient, case: dict[str, Any]) -> dict[str, Any]:
    """Ids by path parameter: an upload that has begun, a pack asked for, a lesson of S1."""
    url = f"/api/cases/{case['id']}"
    upload = await manager.post(f"{url}/uploads", json={"file_name": "a.amr", "size_bytes": 9})
    assert upload.status_code == 201, upload.text
    pack = await manager.post(f"{url}/packs", json={"format": "zip"})
    assert pack.status_code == 201, pack.text
    over = await open_over_http(manager, waybill="78904417620899")
    ended = await manager.post(
        f"/api/cases/{over['id']}/events",
        json={"event": "cancel", "version": over["version"], "data": {"reason": "重复"}},
    )
    assert ended.status_code == 200, ended.text
    lesson = await manager.post(
        f"/api/cases/{over['id']}/precedent", json={"title": "标题", "lesson": "教训"}
    )
    assert lesson.status_code == 201, lesson.text
    return {
        "upload_id": upload.json()["id"],
        "pack_id": pack.json()["id"],
        "precedent_id": lesson.json()["id"],
    }


def bodies_about_proofs() -> dict[str, dict[str, Any]]:
    """Bodies that would do harm if the walls did not stand."""
    return {
        "/api/cases/{case_id}/uploads": {"file_name": "a", "size_bytes": 9},
        "/api/uploads/{upload_id}/seal": {},
        "/api/cases/{case_id}/upload-links": {"checklist_code": None},
        "/api/cases/{case_id}/attachments/{attachment_id}/label": {"checklist_code": None},
        "/api/cases/{case_id}/packs": {"format": "zip"},
        "/api/cases/{case_id}/legal-hold": {"reason": "x"},
        "/api/cases/{case_id}/precedent": {"title": "x", "lesson": "x"},
        "/api/precedents/{precedent_id}": {},
    }
