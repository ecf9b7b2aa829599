"""Who was asked in the demo: a courier who answered by his link, a station that has not yet."""

from datetime import datetime, timedelta
from typing import Final

from stationdesk.cases.asking.link_answers import AnswerIn, answer_link, show_link
from stationdesk.cases.asking.schemas import LinkIn
from stationdesk.cases.asking.service import make_link, paste_link
from stationdesk.cases.core.listing import PageRequest, case_page
from stationdesk.foundation.database import Database
from stationdesk.integrations.storage.port import Storage
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import tenant_session

BASE: Final = "http://127.0.0.1:8000"
ORIGIN: Final = "203.0.113.0/24"
ASKED: Final = (
    LinkIn("courier", "黄志勇", "客户说没收到，放在哪里了？"),
    LinkIn("station", "", "这件到站了吗？请查监控。"),
)


async def ask_some(database: Database, storage: Storage, agent: Actor, now: datetime) -> int:
    """Two questions of one agent, the first of them answered; returns how many were asked."""
    page = await case_page(database, agent, PageRequest(holder="me"), now)
    asked = 0
    for number, (case, question) in enumerate(zip(page.items, ASKED, strict=False)):
        at = now - timedelta(minutes=25 - 10 * number)
        async with tenant_session(database, agent) as session:
            made = await make_link(session, agent, case.id, question, BASE, at)
            made = await paste_link(session, agent, case.id, made.link.id, BASE, at)
        asked += 1
        if number == 0:
            token = made.url.rsplit("/", 1)[1]
            await show_link(database, token, at + timedelta(minutes=4))
            answer = AnswerIn("in_locker", text="江陵路驿站，3 号货架")
            later = at + timedelta(minutes=5)
            await answer_link(database, storage, token, answer, None, ORIGIN, later)
    return asked
