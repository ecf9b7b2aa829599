"""The firm's own rules: one for ZTO's work orders, read by all; the next is on its way."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from stationdesk.demo.firm import AGENTS
from stationdesk.foundation.database import Database
from stationdesk.policies.examples import example_for
from stationdesk.policies.schemas import NewExemption
from stationdesk.policies.service import enter_version
from stationdesk.policies.service.exemptions import add_exemption
from stationdesk.policies.service.receipts import acknowledge
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import tenant_session

MANAGER = "fangzhiyuan"
COMES_IN = timedelta(days=12)
"""Further away than what has to be read already: nobody is held back in the demo."""
_TEXT = """一、总部下发工单后 30 分钟内首跟，2 小时内答复。
二、每超时一件按 50 元考核，同一工单被打回重新计时。
三、首跟须说明已联系的对象与结果，不得只写“已收到”。"""
_NEXT = _TEXT.replace("30 分钟内首跟", "20 分钟内首跟")


async def set_rules(
    database: Database, people: Mapping[str, Actor], began: datetime, now: datetime
) -> None:
    """Enter versions, receipts and an exemption that is over."""
    manager = people[MANAGER]
    example = example_for("work_order", "zto")
    assert example is not None
    terms = dict(example.parameters)
    sooner = {**terms["clocks"], "first_follow_up": {"owner": "hq", "length_minutes": 20}}
    async with tenant_session(database, manager) as session:
        first = await enter_version(
            session, manager, code="case.work_order", carrier="zto", effective_from=began,
            effective_to=None, title="中通工单考核", text=_TEXT, source="总部通知（示例）第 11 号",
            parameters=terms, now=began,
        )  # fmt: skip
        await enter_version(
            session, manager, code="case.work_order", carrier="zto",
            effective_from=now + COMES_IN, effective_to=None, title="中通工单考核", text=_NEXT,
            source="总部通知（示例）第 12 号", parameters={**terms, "clocks": sooner}, now=began,
        )  # fmt: skip
        await add_exemption(
            session, manager,
            NewExemption(
                title="台风停运免考", proof="总部免考通知（示例）2026-31", effect="suspend",
                from_at=began - timedelta(days=3), to_at=began - timedelta(days=2), carrier="zto",
                area="浙江",
            ),
            began,
        )  # fmt: skip
    assert first.version.id is not None
    for hour, (name, _) in enumerate(AGENTS, start=1):
        async with tenant_session(database, people[name]) as session:
            await acknowledge(
                session, people[name], first.version.id, began + timedelta(hours=hour)
            )
