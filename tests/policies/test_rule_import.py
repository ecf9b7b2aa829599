"""The firm's own rules from a spreadsheet: all or nothing, refused row by row."""

import httpx

from tests.policies.conftest import Office

HEAD = "代码,承运商,生效日期,失效日期,标题,正文,来源,参数名,参数值"
GOOD = (
    "工单,中通,2026-01-01,,工单考核,正文,总部通知,clocks.reply.length_minutes,90",
    "工单,中通,2026-01-01,,工单考核,,,clocks.reply.owner,hq",
    "工单,中通,2026-01-01,,工单考核,,,risk_fen,8000",
    "penalties,全部,2026-02-01,2026-12-31,定责口径,,,queue_target_minutes,20",
)


async def send(office: Office, *lines: str, commit: bool = False) -> httpx.Response:
    text = "\n".join([HEAD, *lines]) + "\n"
    return await office.manager.post(
        "/api/policies/imports",
        files={"file": ("rules.csv", text.encode("gb18030"))},
        data={"commit": "true"} if commit else {},
    )


async def test_a_preview_enters_nothing_and_the_same_file_then_does(office: Office) -> None:
    shown = (await send(office, *GOOD)).json()
    assert [(each["code"], each["carrier"], each["rows"]) for each in shown["versions"]] == [
        ("case.work_order", "zto", [2, 3, 4]), ("penalties", None, [5]),
    ]  # fmt: skip
    assert shown["refusals"] == []
    assert not shown["is_entered"]
    path = "/api/policies/case.work_order/on?carrier=zto"
    assert (await office.manager.get(path)).json()["is_example"]
    assert (await send(office, *GOOD, commit=True)).json()["is_entered"]
    held = (await office.manager.get(path)).json()
    assert held["parameters"] == {
        "clocks": {"reply": {"length_minutes": 90, "owner": "hq"}}, "risk_fen": 8000,
    }  # fmt: skip
    assert held["text"] == "正文"


async def test_one_bad_row_keeps_the_whole_file_out(office: Office) -> None:
    bad = (
        *GOOD,
        "工单,中通快跑,2026-01-01,,工单考核,,,risk_fen,1",
        "没有的,,2026-01-01,,x,,,a,1",
        "留言,,昨天,,留言时效,,,risk_fen,1",
        "留言,,2026-01-01,,留言时效,,,clocks.nothing.length_minutes,1",
    )
    refused = await send(office, *bad, commit=True)
    assert (refused.status_code, refused.json()["code"]) == (400, "rules_refused")
    told = {each["row"]: each["column"] for each in refused.json()["refusals"]}
    assert told == {6: "承运商", 7: "代码", 8: "生效日期", 9: "参数名"}
    held = await office.manager.get("/api/policies/case.work_order/on?carrier=zto")
    assert held.json()["is_example"], "nothing was entered"


async def test_a_file_without_our_columns_is_refused(office: Office) -> None:
    answer = await office.manager.post(
        "/api/policies/imports", files={"file": ("rules.csv", b"a,b\n1,2\n")}
    )
    assert answer.status_code == 400
    assert "代码" in answer.json()["detail"]
