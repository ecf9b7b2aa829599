"""Statements over HTTP: who sees which, accepting, objecting, papers."""

import hashlib
import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import httpx
import pypdf
import pytest
from litestar import Litestar

from stationdesk.closing.months import write_month
from stationdesk.closing.statements.service import paper_making
from stationdesk.closing.statements.service.announcing import announce_month
from stationdesk.closing.statements.service.paper_making import make_month
from stationdesk.tenancy.actor import Role
from tests.closing.statements.books import close_and_issue, stored, this_month
from tests.factories.firms import add_member
from tests.factories.web import signed_in_client
from tests.penalties.office import Office, line

NAMES = ("manager", "agent", "owner")


@pytest.fixture
async def month(office: Office) -> str:
    """A closed month: one fine of an agent's negligence, one undecided."""
    await office.add_case()
    await office.take_in(line(), line(2, "30.00", waybill="78904417620836"))
    fine = next(each for each in await office.fines() if each["line_no"] == "1")
    await office.attribute(fine["id"], "agent_negligence", agent=office.agent_email)
    await close_and_issue(office, this_month())
    return write_month(this_month())


async def listed(client: httpx.AsyncClient, **query: str) -> list[dict[str, Any]]:
    answer = await client.get("/api/statements", params=query)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


async def test_each_sees_his_own_and_finance_all(office: Office, app: Litestar, month: str) -> None:
    await add_member(office.database, office.firm, "finance", Role.FINANCE)
    await add_member(office.database, office.firm, "other", Role.AGENT, "S1")
    await add_member(office.database, office.firm, "neighbour", Role.STATION_OWNER, "S2")
    seen = {}
    for name in ("finance", "other", "neighbour"):
        async with signed_in_client(app, office.firm, name) as client:
            seen[name] = [each["party_code"] for each in await listed(client)]
            if name != "finance":
                [own, *_] = await listed(office.agent)
                for path in ("", "/lines", "/lines?number=1", "/paper.pdf", "/sheet.xlsx"):
                    answer = await client.get(f"/api/statements/{own['id']}{path}")
                    assert answer.status_code == 404, path
    for name in NAMES:
        seen[name] = [each["party_code"] for each in await listed(getattr(office, name))]
    everything = ["S1", "S2", office.agent_email]
    assert seen == {
        "finance": everything, "manager": everything, "other": [], "neighbour": ["S2"],
        "agent": [office.agent_email], "owner": ["S1"],
    }  # fmt: skip


async def test_lines_are_shown_with_their_why(office: Office, month: str) -> None:
    [own] = await listed(office.owner)
    page = await office.owner.get(f"/api/statements/{own['id']}/lines", params={"limit": 1})
    assert page.status_code == 200, page.text
    [first] = page.json()["items"]
    assert (first["no"], first["why"]["cause"], first["amount_fen"]) == (
        1,
        "agent_negligence",
        5000,
    )
    rest = await office.owner.get(
        f"/api/statements/{own['id']}/lines", params={"cursor": page.json()["next_cursor"]}
    )
    assert [each["no"] for each in rest.json()["items"]] == [2]
    assert rest.json()["next_cursor"] is None
    one = await office.owner.get(f"/api/statements/{own['id']}/lines?number=2")
    assert [each["fine"]["line_no"] for each in one.json()["items"]] == ["2"]


async def test_accepting_is_recorded_and_changes_nothing(office: Office, month: str) -> None:
    [own] = await listed(office.owner)
    assert own["answer"] == "unseen"
    before = await stored(office, this_month())
    url = f"/api/statements/{own['id']}"
    opened = (await office.owner.get(url)).json()
    assert (opened["answer"], opened["is_mine"]) == ("seen", True)
    wrong = await office.owner.post(f"{url}/acceptance", json={"content_hash": "00" * 32})
    assert (wrong.status_code, wrong.json()["code"]) == (409, "statement_content_differs")
    body = {"content_hash": opened["content_hash"]}
    for _ in range(2):
        accepted = await office.owner.post(f"{url}/acceptance", json=body)
        assert accepted.status_code == 201, accepted.text
    shown = accepted.json()
    assert (shown["answer"], shown["answered_by"]) == ("accepted", "owner")
    assert [each["answer"] for each in shown["answers"]] == ["seen", "accepted"]
    assert shown["answers"][1]["content_hash"] == opened["content_hash"]
    assert await stored(office, this_month()) == before
    refused = await office.owner.post(f"{url}/objections", json={"text": "不对"})
    assert (refused.status_code, refused.json()["code"]) == (409, "statement_accepted")
    for client, expected in ((office.manager, 403), (office.agent, 404)):
        answer = await client.post(f"{url}/acceptance", json=body)
        assert answer.status_code == expected, answer.text
    [summary] = (await office.manager.get("/api/statement-months")).json()["items"]
    assert (summary["month"], summary["statements"], summary["accepted"], summary["unseen"]) == (
        month, 3, 1, 2,
    )  # fmt: skip
    assert [each["id"] for each in await listed(office.manager, answer="accepted")] == [own["id"]]


async def test_an_objection_is_told_and_answered(office: Office, app: Litestar, month: str) -> None:
    await add_member(office.database, office.firm, "finance", Role.FINANCE)
    [own] = await listed(office.owner)
    url = f"/api/statements/{own['id']}"
    empty = await office.owner.post(f"{url}/objections", json={"text": "  "})
    assert (empty.status_code, empty.json()["code"]) == (400, "reason_needed")
    objected = await office.owner.post(f"{url}/objections", json={"text": "服务费多算了一周"})
    assert objected.status_code == 201, objected.text
    assert objected.json()["answer"] == "disputed"
    async with signed_in_client(app, office.firm, "finance") as finance:
        told = (await finance.get("/api/notices")).json()["items"]
        assert any(own["number"] in each["subject_zh"] for each in told), told
        replied = await finance.post(f"{url}/replies", json={"text": "已核对，下月更正"})
        assert replied.status_code == 201, replied.text
    shown = (await office.owner.get(url)).json()
    assert [each["answer"] for each in shown["answers"]][-2:] == ["disputed", "replied"]
    assert shown["answer"] == "disputed"


async def test_papers_say_number_total_and_hash_and_stay_the_same(
    office: Office, month: str
) -> None:
    [own] = await listed(office.owner)
    first = await office.owner.get(f"/api/statements/{own['id']}/paper.pdf")
    assert first.status_code == 200, first.text
    again = await office.owner.get(f"/api/statements/{own['id']}/paper.pdf")
    assert again.content == first.content
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(first.content)).pages)
    compact = "".join(text.split())
    assert own["number"] in compact
    assert "杭州滨江西兴" in compact
    assert "80.00" in compact  # both fines, carried forward
    assert own["content_hash"] in compact
    [row] = [each for each in await stored(office, this_month()) if each["number"] == own["number"]]
    assert row["content_hash"].hex() == own["content_hash"]
    sheet = await office.owner.get(f"/api/statements/{own['id']}/sheet.xlsx")
    assert sheet.status_code == 200
    with zipfile.ZipFile(io.BytesIO(sheet.content)) as book:
        assert own["content_hash"].encode() in book.read("xl/sharedStrings.xml")


@pytest.mark.parametrize("turn", [20, 1], ids=["in a thread", "in processes"])
async def test_a_months_papers_come_as_one_archive(
    office: Office, app: Litestar, month: str, turn: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_making, "TURN", turn)
    early = await office.manager.get("/api/statement-archive", params={"month": month})
    assert (early.status_code, early.json()["code"]) == (409, "papers_not_ready")
    for _ in range(2):  # broken off and run again: nothing is made twice
        await make_month(
            office.database, app.state.storage, office.firm.actor, this_month(), datetime.now(UTC)
        )
    answer = await office.manager.get("/api/statement-archive", params={"month": month})
    assert answer.status_code == 200, answer.text
    assert (
        await office.owner.get("/api/statement-archive", params={"month": month})
    ).status_code == 403
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        names = packed.namelist()
        assert names == [*(f"{month}-{n:04d}.pdf" for n in (1, 2, 3)), "manifest.csv"]
        manifest = packed.read("manifest.csv").decode("utf-8-sig")
        for name in names[:-1]:
            assert hashlib.sha256(packed.read(name)).hexdigest() in manifest


async def test_each_party_is_told_once_that_its_statement_is_out(
    office: Office, month: str
) -> None:
    for _ in range(2):  # the job may run twice
        await announce_month(office.database, office.firm.actor, this_month(), datetime.now(UTC))
    for name in ("owner", "agent"):
        inbox = (await getattr(office, name).get("/api/notices")).json()["items"]
        [told] = [each for each in inbox if each["topic"] == "statement_issued"]
        [own] = await listed(getattr(office, name))
        assert own["number"] in told["text_zh"]
        assert month in told["subject_zh"]
    [owners] = [
        each
        for each in (await office.owner.get("/api/notices")).json()["items"]
        if each["topic"] == "statement_issued"
    ]
    assert "应付给您 ¥50.00" in owners["text_zh"]
