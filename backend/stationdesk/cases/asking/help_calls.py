"""A courier in the street asks for help by the link that he has: a case whose minutes count."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from stationdesk.cases.asking.link_answers import holder_of, open_one, shown_over
from stationdesk.cases.asking.schemas import HelpIn, PublicLink
from stationdesk.cases.asking.service import HELP_KIND, offers_help
from stationdesk.cases.core.opening import open_case
from stationdesk.cases.errors import AlreadyOpen
from stationdesk.foundation.database import Database
from stationdesk.notices.errors import LinkAnswerInvalid
from stationdesk.notices.service import links
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import tenant_session

TEXT_MAX: Final = 500


async def call_for_help(
    database: Database, token: str, data: HelpIn, now: datetime
) -> tuple[PublicLink, UUID | None]:
    """Open a driver_help for the courier and parcel of an open link; the link stays open.

    Asking twice while the first is open changes nothing. Raises LinkOver, LinkAnswerInvalid.
    """
    firm_id = links.firm_of_token(token)
    if firm_id is None:
        return shown_over("unknown"), None
    if len(data.text) > TEXT_MAX or len(data.place) > TEXT_MAX // 2:
        raise LinkAnswerInvalid(f"At most {TEXT_MAX} characters.", zh=f"最多 {TEXT_MAX} 个字")
    system = Actor.system(firm_id)
    async with tenant_session(database, system) as session:
        link, record = await open_one(session, system, token, now)
        if link.party != "courier" or not offers_help():
            raise LinkAnswerInvalid("Help is for couriers.", zh="这里不能求助，请联系客服")
        details: dict[str, Any] = {
            "trouble": data.trouble, "courier": link.to_name, "channel": "link",
            "place": data.place.strip(), "description": data.text.strip(),
        }  # fmt: skip
        with suppress(AlreadyOpen):
            await open_case(
                session, holder_of(link), kind=HELP_KIND, direction="inbound",
                station_id=record.station_id, waybill=record.waybill, details=details, now=now,
                source="hand", source_key=f"help:{link.id}",
            )  # fmt: skip
    return shown_over("helped"), firm_id
