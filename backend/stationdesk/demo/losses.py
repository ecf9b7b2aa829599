"""A loss that no bill says, entered at an arbitration and waiting for somebody's approval."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from stationdesk.cases import service as cases
from stationdesk.demo.kinds_b import Attach
from stationdesk.foundation.database import Database
from stationdesk.penalties.awards.listing import award_page
from stationdesk.penalties.losses.schemas import NewLoss
from stationdesk.penalties.losses.service import enter
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import tenant_session

LOST_FEN: Final = 6_200
WORDS: Final = "判赔不足货值，差额与客户协商后由网点垫付，附通话录音。"


async def lose_some(
    database: Database, people: Mapping[str, Actor], attach: Attach, now: datetime
) -> None:
    """What an award did not cover was settled privately; the agent enters it with its proof."""
    manager, agent = people["fangzhiyuan"], people["lina"]
    async with tenant_session(database, manager) as session:
        page = await award_page(session, manager, status="waiting", cursor=None, limit=50)
    case_id = next((each.case_id for each in page.items if each.case_id is not None), None)
    if case_id is None:
        return
    await attach(agent, case_id, "call_record", now)
    async with tenant_session(database, agent) as session:
        case = await cases.case_detail(session, agent, case_id, now)
        loss = NewLoss(
            "settlement", LOST_FEN, now - timedelta(days=1), WORDS, [case.attachments[-1].id]
        )
        await enter(session, agent, case_id, loss, now)
