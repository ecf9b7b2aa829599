"""The demo's lessons: closed cases as precedents, and a rule for how long evidence is kept."""

from datetime import datetime, timedelta
from typing import Final

from stationdesk.cases.core.listing import PageRequest, case_page
from stationdesk.cases.precedents.service import mark_precedent
from stationdesk.foundation.database import Database
from stationdesk.policies import service as policies
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection, tenant_session

LOOKED_AT: Final = 200
LESSONS: Final = {
    "work_order": (
        "放驿站未入柜 再派",
        "客户称未收到,业务员说放在驿站。先让驿站查入柜记录:没有入柜就不算送达,当天改约再派,"
        "拍门牌照片回传。先答复“已派”再去找件的,两次都被二次投诉。",
        ("驿站", "未入柜", "再派"),
    ),
    "interception": (
        "拦截要到了再答 先拿回执",
        "客户要拦截,先答“已拦截”,结果当天派出,被投诉又赔了货款。要等中转或网点的拦截回执,"
        "拿到单号再答;来不及的当场说明,改约业务员上门取回。",
        ("拦截", "回执", "来不及"),
    ),
    "arbitration": (
        "破损仲裁 内外包装缺一不可",
        "只拍了破损物品,没有外包装六面照,被判证据不足。收件时就请业务员拍外包装、内衬、"
        "面单和破损处,再和寄方先谈私了,谈不拢当天报案。",
        ("破损", "包装照片", "私了"),
    ),
}


async def remember(database: Database, actor: Actor, now: datetime) -> int:
    """Mark the latest closed case of each kind that has a lesson; returns how many there are."""
    async with tenant_session(database, actor) as session:
        await policies.add_version(
            await raw_connection(session), actor.firm_id, code="retention", carrier=None,
            effective_from=now - timedelta(days=30), effective_to=None, title="证据留存制度",
            text="办结后照片与录音留一年,视频半年,文档两年;仲裁与申诉留三年。",
            source="公司制度汇编",
            parameters={"photo_days": 365, "video_days": 180}, now=now,
        )  # fmt: skip
    page = await case_page(database, actor, PageRequest(status="closed", limit=LOOKED_AT), now)
    latest = {case.kind: case.id for case in reversed(page.items)}
    marked = 0
    for kind, (title, lesson, tags) in LESSONS.items():
        if kind in latest:
            async with tenant_session(database, actor) as session:
                await mark_precedent(
                    session, actor, latest[kind],
                    title=title, lesson=lesson, tags=list(tags), now=now,
                )  # fmt: skip
            marked += 1
    return marked
