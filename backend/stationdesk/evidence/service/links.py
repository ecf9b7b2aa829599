"""Links by which a phone sends evidence to one case for a while, without signing in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import segno
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.accounts.credentials import firm_of_key, new_link_token, token_hash
from stationdesk.evidence.errors import LinkNotFound, LinkUsedUp
from stationdesk.evidence.models import UploadLink
from stationdesk.evidence.repository import uploads
from stationdesk.evidence.schemas import LinkRecord
from stationdesk.foundation.database import Database
from stationdesk.foundation.ids import new_id
from stationdesk.tenancy.actor import Actor, Role
from stationdesk.tenancy.session import raw_connection, tenant_session

LINK_LIFE: Final = timedelta(minutes=30)
FINISH_GRACE: Final = timedelta(minutes=30)
FILES_MAX: Final = 30


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link as it is shown once: nobody can read the token again."""

    token: str
    expires_at: datetime
    files_max: int


async def make_link(
    session: AsyncSession,
    actor: Actor,
    *,
    case_id: UUID,
    station_id: UUID,
    checklist_code: str | None,
    now: datetime,
) -> NewLink:
    """A new link to a case; what comes by it counts as this member's."""
    token = new_link_token(actor.firm_id)
    row = UploadLink(
        firm_id=actor.firm_id,
        id=new_id(),
        token_hash=token_hash(token),
        case_id=case_id,
        station_id=station_id,
        checklist_code=checklist_code,
        member_id=actor.member_id,
        member_name=actor.name,
        files_max=FILES_MAX,
        created_at=now,
        expires_at=now + LINK_LIFE,
    )
    await uploads.add(session, row)
    return NewLink(token, row.expires_at, FILES_MAX)


def qr_svg(url: str) -> str:
    """The address as a QR code: an SVG document in a `data:` address, dark on light."""
    code: str = segno.make(url, error="m", micro=False).svg_data_uri(
        scale=4, border=3, light="#fff"
    )
    return code


async def open_link(
    database: Database, token: str, now: datetime, *, is_finishing: bool = False
) -> tuple[Actor, LinkRecord]:
    """Who sends by this link, and what it allows. Raises LinkNotFound.

    The sender is the member who showed the code, held to the one station of the case. What was
    begun in time may be finished a while later.
    """
    now = now - FINISH_GRACE if is_finishing else now
    firm_id = firm_of_key(token)
    link = None
    if firm_id is not None:
        async with tenant_session(database, Actor.system(firm_id)) as session:
            connection = await raw_connection(session)
            link = await uploads.link_by_hash(connection, firm_id, token_hash(token), now)
    if link is None:
        raise LinkNotFound("This link does not hold any more; ask the desk to show a new code.")
    sender = Actor(
        firm_id=link.firm_id,
        role=Role.AGENT,
        name=link.member_name,
        member_id=link.member_id,
        station_ids=frozenset({link.station_id}),
    )
    return sender, link


async def count_file(session: AsyncSession, actor: Actor, link: LinkRecord) -> None:
    """One more file by this link. Raises LinkUsedUp."""
    if not await uploads.count_file(await raw_connection(session), actor.firm_id, link.id):
        raise LinkUsedUp(
            f"This link has taken its {link.files_max} files; ask the desk to show a new code.",
            files_max=link.files_max,
        )
