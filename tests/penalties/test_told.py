"""Who bears a share is told, with the reasons and until when he can dispute it; once."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import httpx

from stationdesk.penalties.disputes.windows import end_of_day
from stationdesk.tenancy.session import hot_transaction
from tests.penalties.office import Office, line
from tests.penalties.rights import charged, inbox, taken, turn_round


async def told(client: httpx.AsyncClient) -> list[tuple[str, str, str | None]]:
    return [
        (each["subject_zh"], each["text_zh"], each["fine_id"])
        for each in await inbox(client)
        if each["topic"] == "fine_decided"
    ]


async def test_an_agent_is_told_what_he_bears_why_and_until_when(office: Office) -> None:
    await office.add_case()
    fine = await charged(office)
    for _ in range(2):
        await turn_round(office)
    [(subject, text, fine_id)] = await told(office.agent)
    until = (await office.fine(fine["id"]))["attribution"]["agent_dispute_until"]
    day = datetime.fromisoformat(until).astimezone(ZoneInfo("Asia/Shanghai"))
    assert fine_id == fine["id"]
    assert "¥8.00" in subject
    assert all(part in text for part in ("¥50.00", "坐席疏忽", "超时 12 分钟", "41 分"))
    assert day.strftime("%m-%d") in text
    assert await told(office.owner) == [], "the station bears nothing of it"


async def test_a_station_is_told_of_its_share(office: Office) -> None:
    fine = await taken(office)
    await office.attribute(fine["id"], "station_operation")
    # Stations are told in their hours only; at noon they are.
    await turn_round(office, datetime(2026, 11, 25, 4, tzinfo=UTC))
    [(subject, text, _)] = await told(office.owner)
    assert "¥50.00" in subject
    assert "网点操作" in text
    async with hot_transaction(office.database, office.firm.actor) as connection:
        channels = await connection.fetch("SELECT channel FROM notices")
    assert [row["channel"] for row in channels] == ["in_app"], "nothing waits to be pasted"


async def test_many_at_once_are_told_in_one(office: Office) -> None:
    await office.take_in(*(line(number) for number in range(1, 5)))
    for fine in await office.fines(status="undecided"):
        await office.attribute(fine["id"], "agent_negligence", agent=office.agent_email)
    await turn_round(office)
    [(subject, _, fine_id)] = await told(office.agent)
    assert ("4 笔" in subject, "¥32.00" in subject, fine_id) == (True, True, None)


async def test_what_was_taken_back_before_anybody_knew_is_not_told(office: Office) -> None:
    fine = await charged(office)
    await office.reverse(fine["id"], reopen=True)
    await turn_round(office)
    assert await told(office.agent) == []


def test_a_window_counts_whole_days_of_the_station() -> None:
    shanghai = ZoneInfo("Asia/Shanghai")
    late = datetime(2026, 11, 12, 15, 59, tzinfo=UTC)  # 23:59 there
    early = datetime(2026, 11, 11, 16, 1, tzinfo=UTC)  # 00:01 of the same day
    expected = datetime(2026, 11, 19, 23, 59, 59, tzinfo=shanghai)
    assert end_of_day(late, 7, "Asia/Shanghai") == expected
    assert end_of_day(early, 7, "Asia/Shanghai") == expected


async def test_an_agent_reads_his_own_with_colleagues_masked(office: Office) -> None:
    await office.add_case()
    fine = await charged(office)
    page = (await office.agent.get("/api/own-fines")).json()
    assert [(each["id"], each["share_fen"]) for each in page["items"]] == [(fine["id"], 800)]
    assert page["month_fen"] == 800
    seen = (await office.agent.get(f"/api/own-fines/{fine['id']}")).json()
    assert seen["may_dispute"] is True
    assert seen["note"] == "超时 12 分钟"
    assert [(each["party"], each["amount_fen"]) for each in seen["shares"]] == [
        ("agent", 800), ("station", 0), ("firm", 4200),
    ]  # fmt: skip
    assert sum(each["amount_fen"] for each in seen["steps"]) == 5000
    assert [each["holder"]["is_me"] for each in seen["custody"]] == [
        False, False, True, False, True,
    ]  # fmt: skip
    assert seen["reasons"]
    assert (await office.manager.get("/api/own-fines")).status_code == 403
    assert (await office.owner.get("/api/own-fines")).status_code == 403
    assert (await office.agent.get("/api/fines")).status_code == 403


async def test_it_stays_his_when_the_station_does_not(office: Office) -> None:
    fine = await charged(office)
    async with hot_transaction(office.database, office.firm.actor) as connection:
        await connection.execute("UPDATE assignments SET valid_to = now()")
    seen = await office.agent.get(f"/api/own-fines/{fine['id']}")
    assert seen.status_code == 200
    raised = await office.agent.post(f"/api/fines/{fine['id']}/disputes", json={"reason": "x"})
    assert raised.status_code == 201, raised.text
