"""Retention: only by the firm's own rule, never what is still needed, always written down."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar import Litestar

from stationdesk.cases.proofs.retention import delete_expired
from stationdesk.evidence.retention import RetentionParameters, kept_days, kept_until
from stationdesk.foundation.settings import Settings
from stationdesk.penalties.bills.importing import import_bill
from stationdesk.penalties.bills.rows import BILL_HEADER
from stationdesk.penalties.repository.needed import parcels_with_open_fines
from stationdesk.policies import service as policies
from stationdesk.tenancy.session import raw_connection, tenant_session
from tests.cases.conftest import Desk, desk  # noqa: F401
from tests.evidence.files import picture
from tests.factories.cases import claimed, open_over_http, shown, worked

NOW = datetime.now(UTC)
LATER = NOW + timedelta(days=400)
RULE = {"photo_days": 30, "recording_days": 365}


async def enter_rule(desk: Desk, **parameters: int) -> None:  # noqa: F811
    async with tenant_session(desk.database, desk.firm.actor) as session:
        await policies.add_version(
            await raw_connection(session), desk.firm.id, code="retention", carrier=None,
            effective_from=NOW - timedelta(days=1), effective_to=None, title="证据留存",
            text="", source="", parameters=parameters, now=NOW,
        )  # fmt: skip


async def closed_case(desk: Desk, waybill: str = "73190553102532") -> dict[str, Any]:  # noqa: F811
    """A cancelled case with a photograph and a recording."""
    case = await claimed(desk.chen, await open_over_http(desk.chen, waybill=waybill))
    for name, body in (("a.jpg", picture()), ("b.amr", b"#!AMR\n12345")):
        await desk.chen.post(
            f"/api/cases/{case['id']}/attachments", files={"file": (name, body, "")}
        )
    case = await shown(desk.boss, case)
    return await worked(desk.boss, case, "cancel", reason="重复")


async def run(desk: Desk, app: Litestar, now: datetime) -> int:  # noqa: F811
    return await delete_expired(
        desk.database, app.state.storage, desk.firm.actor, parcels_with_open_fines, now
    )


def files_of(settings: Settings, desk: Desk) -> int:  # noqa: F811
    folder = settings.data_dir / "files" / str(desk.firm.id)
    return sum(path.is_file() for path in folder.glob("*"))


async def test_the_shipped_example_deletes_nothing(
    desk: Desk, app: Litestar, settings: Settings  # noqa: F811
) -> None:  # fmt: skip
    case = await closed_case(desk)
    assert await run(desk, app, LATER + timedelta(days=3650)) == 0
    keeping = (await desk.chen.get(f"/api/cases/{case['id']}/keeping")).json()
    assert (keeping["rule"]["is_example"], keeping["kept_until"]) == (True, None)
    assert files_of(settings, desk) == 3


async def test_by_the_firms_rule_the_bytes_go_and_what_they_were_stays(
    desk: Desk, app: Litestar, settings: Settings  # noqa: F811
) -> None:  # fmt: skip
    case = await closed_case(desk)
    await enter_rule(desk, **RULE)
    photo, recording = case["attachments"]
    keeping = (await desk.chen.get(f"/api/cases/{case['id']}/keeping")).json()
    closed_at = datetime.fromisoformat(case["closed_at"])
    assert datetime.fromisoformat(keeping["kept_until"]) == closed_at + timedelta(days=30)
    assert await run(desk, app, NOW + timedelta(days=29)) == 0
    assert await run(desk, app, NOW + timedelta(days=31)) == 1
    assert await run(desk, app, NOW + timedelta(days=31)) == 0
    assert files_of(settings, desk) == 1
    case = await shown(desk.chen, case)
    assert [each["deleted_at"] is None for each in case["attachments"]] == [False, True]
    assert case["timeline"][-1]["event"] == "evidence_deleted"
    gone = await desk.chen.get(f"/api/attachments/{photo['id']}")
    assert gone.status_code == 404
    assert "retention v1" in gone.json()["detail"]
    assert (await desk.chen.get(f"/api/attachments/{recording['id']}")).status_code == 200
    log = (await desk.boss.get("/api/retention")).json()
    assert log["parameters"]["photo_days"] == 30
    [entry] = log["items"]
    assert entry | {"id": "", "at": ""} == {
        "id": "", "name": "a.jpg", "sha256": photo["sha256"], "size_bytes": photo["size_bytes"],
        "media_type": "image/jpeg", "case_id": case["id"], "case_number": case["number"],
        "policy_code": "retention", "policy_version": 1, "kept_days": 30,
        "closed_at": case["closed_at"], "at": "",
    }  # fmt: skip


async def test_a_hold_an_open_case_and_an_open_fine_keep_the_files(
    desk: Desk, app: Litestar, tmp_path: Any  # noqa: F811
) -> None:  # fmt: skip
    await enter_rule(desk, **RULE)
    held = await closed_case(desk, "73190553100001")
    argued = await closed_case(desk, "73190553100002")
    fined = await closed_case(desk, "73190553100003")
    url = f"/api/cases/{held['id']}/legal-hold"
    assert (await desk.boss.post(url, json={"reason": " "})).json()["code"] == "hold_invalid"
    set_ = await desk.boss.post(url, json={"reason": "法院调取"})
    assert (set_.status_code, set_.json()["hold"]["set_by"]) == (201, "boss")
    assert (await desk.boss.post(url, json={"reason": "x"})).json()["code"] == "already_held"
    again = await open_over_http(desk.chen, waybill=argued["waybill"])
    bill = tmp_path / "bill.csv"
    line = f"B1,1,S1,{fined['waybill']},100201,工单自动考核,50.00,2026-11-20 11:14:00,,,"
    bill.write_text("\n".join([",".join(BILL_HEADER), line]) + "\n", encoding="utf-8")
    await import_bill(desk.database, desk.firm.actor, bill, file_name="bill.csv", now=NOW)
    assert await run(desk, app, LATER) == 0
    assert (await desk.boss.delete(url)).json()["hold"] is None
    assert (await desk.boss.delete(url)).json()["code"] == "not_held"
    await worked(desk.boss, again, "cancel", reason="重复")
    [fine] = (await desk.boss.get("/api/fines")).json()["items"]
    async with tenant_session(desk.database, desk.firm.actor) as session:
        await (await raw_connection(session)).execute(
            "UPDATE fines SET status = 'reversed' WHERE firm_id = $1 AND id = $2",
            desk.firm.id, fine["id"],
        )  # fmt: skip
    assert await run(desk, app, LATER) == 6


class StoreGone(Exception):
    """The store does not answer."""


async def test_a_death_between_log_and_store_is_made_good(
    desk: Desk, app: Litestar, settings: Settings, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    await enter_rule(desk, **RULE)
    await closed_case(desk)

    async def broken(_: str) -> None:
        raise StoreGone

    with monkeypatch.context() as patch:
        patch.setattr(app.state.storage, "delete", broken)
        with pytest.raises(StoreGone):
            await run(desk, app, LATER)
    assert files_of(settings, desk) == 3
    assert len((await desk.boss.get("/api/retention")).json()["items"]) == 2
    assert await run(desk, app, LATER) == 0
    assert files_of(settings, desk) == 0


@given(
    st.sampled_from(["image/png", "audio/amr", "application/pdf", "text/plain", "x/y"]),
    st.sampled_from(["arbitration", "complaint", "message"]),
    st.integers(30, 3650), st.integers(30, 3650), st.integers(30, 3650),
)  # fmt: skip
def test_no_file_goes_before_any_rule_that_names_it(
    media_type: str, kind: str, photo: int, other: int, arbitration: int
) -> None:
    rule = RetentionParameters(photo_days=photo, other_days=other, arbitration_days=arbitration)
    days = kept_days(rule, kind, media_type)
    if media_type.startswith("image/"):
        assert days >= photo
    if kind == "arbitration":
        assert days >= arbitration
    assert kept_until(rule, kind, media_type, NOW) == NOW + timedelta(days=days)
