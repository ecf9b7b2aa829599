"""Entering versions, what held on a day, differences, and who has read what."""

import pytest

from tests.factories.cases import open_over_http
from tests.policies.conftest import LONG_AGO, TERMS, Office


async def test_a_day_is_answered_from_the_version_of_that_day(office: Office) -> None:
    await office.enter(effective_from="2026-01-01T00:00:00+08:00", title="一月")
    await office.enter(effective_from="2026-03-01T00:00:00+08:00", title="三月")
    path = "/api/policies/case.problem_parcel/on"

    async def held(day: str, carrier: str = "zto") -> tuple[str, int, bool]:
        found = (
            await office.chen.get(path, params={"carrier": carrier, "at": f"{day}T12:00:00+08:00"})
        ).json()
        return found["title"], found["version"], found["is_example"]

    assert await held("2025-12-31") == ("示例:中通问题件时效", 1, True)
    assert await held("2026-02-28") == ("一月", 1, False)
    assert await held("2026-03-01") == ("三月", 2, False)
    assert await held("2026-03-01", "yto") == ("示例:圆通问题件时效", 1, True)


async def test_the_list_shows_what_holds_now_and_what_comes(office: Office) -> None:
    await office.enter(effective_from=LONG_AGO, title="现行")
    await office.enter(effective_from="2099-01-01T00:00:00+08:00", title="将来")
    lines = (await office.manager.get("/api/policies")).json()["items"]
    found = {(line["code"], line["carrier"]): line for line in lines}
    line = found["case.problem_parcel", "zto"]
    assert (line["title"], line["version"], line["next_version"]) == ("现行", 1, 2)
    assert not line["is_example"]
    assert found["case.problem_parcel", "yto"]["is_example"]
    assert found["penalties", None]["is_example"], "figures of the product, until the firm's own"


@pytest.mark.parametrize(
    ("change", "code", "named"),
    [
        ({"code": "case.nothing"}, "policy_code_unknown", "case.problem_parcel"),
        ({"parameters": {"clocks": {"repyl": {"length_minutes": 1}}}}, "policy_unreadable",
         "register"),
        ({"parameters": {"risk": 5}}, "policy_unreadable", "risk_fen"),
        ({"parameters": {"risk_fen": "much"}}, "policy_unreadable", "risk_fen"),
        ({"parameters": {"clocks": {"reply": {"owner": "hq"}}}}, "policy_unreadable", "reply"),
        ({"parameters": {"clocks": {"reply": {"length_minutes": 5, "calendar": {
            "code": "x", "workday": ["12:00-08:00"]}}}}}, "policy_unreadable", "reply"),
        ({"carrier": "zhongtong"}, "policy_invalid", "zto"),
        ({"title": "  "}, "policy_invalid", "title"),
        ({"effective_from": "2026-01-01T00:00:00"}, "policy_invalid", "offset"),
        ({"effective_from": "2026-01-02T00:00:00Z", "effective_to": "2026-01-01T00:00:00Z"},
         "policy_invalid", "ends"),
        ({"text": "a\u0000b"}, "policy_invalid", "text"),
    ],
)  # fmt: skip
async def test_a_bad_version_is_refused_with_what_to_mend(
    office: Office, change: dict[str, object], code: str, named: str
) -> None:
    body = {"code": "case.problem_parcel", "carrier": "zto", "title": "x", "parameters": TERMS}
    answer = await office.manager.post("/api/policies", json=body | change)
    assert answer.status_code in (400, 404), answer.text
    assert answer.json()["code"] == code
    assert named in answer.text
    listed = await office.manager.get("/api/policies/case.problem_parcel/versions?carrier=zto")
    assert [each["is_example"] for each in listed.json()["items"]] == [True], "nothing was written"


async def test_agents_may_read_but_not_enter(office: Office) -> None:
    body = {"code": "case.work_order", "title": "x", "parameters": {}}
    assert (await office.chen.post("/api/policies", json=body)).status_code == 403


async def test_versions_stand_side_by_side(office: Office) -> None:
    await office.enter()
    changed = {**TERMS, "clocks": {"reply": {"owner": "hq", "length_minutes": 60}}}
    await office.enter(parameters=changed, text="第一条\n第二条(改)\n第三条")
    path = "/api/policies/case.problem_parcel/difference"
    shown = (await office.chen.get(path, params={"carrier": "zto", "from": 1, "to": 2})).json()
    paths = {each["path"]: (each["old"], each["new"]) for each in shown["parameters"]}
    assert paths == {
        "clocks.register": ({"owner": "hq", "length_minutes": 600}, None),
        "clocks.reply.length_minutes": (90, 60),
    }
    assert [(line["change"], line["text"]) for line in shown["text"]] == [
        ("same", "第一条"), ("gone", "第二条"), ("new", "第二条(改)"), ("new", "第三条"),
    ]  # fmt: skip
    from_example = await office.chen.get(path, params={"carrier": "zto", "from": 0, "to": 2})
    assert from_example.json()["old"]["is_example"]
    missing = await office.chen.get(path, params={"carrier": "zto", "from": 1, "to": 9})
    assert missing.status_code == 404


async def test_an_agent_reads_before_he_claims(office: Office) -> None:
    case = await open_over_http(office.manager)
    entered = await office.enter(effective_from=LONG_AGO)
    version_id = entered["version"]["id"]
    for body in ({}, {"case_id": case["id"]}):
        refused = await office.chen.post("/api/queue/claim", json=body)
        assert (refused.status_code, refused.json()["code"]) == (409, "policy_unread")
        assert [each["id"] for each in refused.json()["versions"]] == [version_id]
    unread = (await office.chen.get("/api/policies/unread")).json()["items"]
    assert [each["id"] for each in unread] == [version_id]
    assert unread[0]["text"].startswith("第一条"), "he is shown what he is to read"
    assert (await office.li.get("/api/policies/unread")).json()["items"] == [], "YTO's agent"
    assert (await office.li.post("/api/queue/claim")).status_code == 204
    assert (await office.chen.post(f"/api/policies/{version_id}/receipt")).status_code == 200
    claimed = await office.chen.post("/api/queue/claim")
    assert claimed.status_code == 200, claimed.text
    readers = (await office.manager.get(f"/api/policies/{version_id}/receipts")).json()["items"]
    assert [(each["name"], each["read_at"] is not None) for each in readers] == [("chen", True)]


async def test_only_the_version_that_holds_and_those_that_come_soon_are_to_be_read(
    office: Office,
) -> None:
    await office.enter(effective_from="2025-01-01T00:00:00Z", carrier=None)
    second = await office.enter(effective_from="2026-01-01T00:00:00Z", carrier=None)
    await office.enter(effective_from="2099-01-01T00:00:00Z", carrier=None)
    for client in (office.chen, office.li):
        unread = (await client.get("/api/policies/unread")).json()["items"]
        assert [each["id"] for each in unread] == [second["version"]["id"]]
    waiting = await office.manager.get(f"/api/policies/{second['version']['id']}/receipts")
    assert [each["read_at"] for each in waiting.json()["items"]] == [None, None]


async def test_a_manager_is_never_held_back(office: Office) -> None:
    await open_over_http(office.manager)
    await office.enter(effective_from=LONG_AGO)
    assert (await office.manager.post("/api/queue/claim")).status_code == 200


async def test_every_form_takes_its_own_defaults(office: Office) -> None:
    for form in (await office.manager.get("/api/policies/schemas")).json()["items"]:
        await office.enter(
            code=form["code"], carrier=None, title=form["label_zh"], parameters=form["defaults"],
            effective_from="2099-01-01T00:00:00Z",
        )  # fmt: skip
