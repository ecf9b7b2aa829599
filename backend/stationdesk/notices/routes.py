"""The inbox and the channels over HTTP."""

from typing import Any
from uuid import UUID

from litestar import Request, delete, get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED, HTTP_204_NO_CONTENT

from stationdesk.notices.schemas import (
    ChannelChange,
    ChannelOut,
    ChannelPage,
    InboxPage,
    NewChannel,
    TestSent,
)
from stationdesk.notices.service import channels, inbox
from stationdesk.tenancy.permissions import Permission, any_member, requires
from stationdesk.tenancy.session import tenant_session
from stationdesk.tenancy.wiring import Caller, Connections, Now, Transaction


@get("/notices", guards=[any_member])
async def list_notices(
    actor: Caller,
    session: Transaction,
    unread: FromQuery[bool] = False,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> InboxPage:
    """What the caller was told, the newest first."""
    return await inbox.inbox_page(session, actor, cursor, limit, unread_only=unread)


@post("/notices/read", guards=[any_member], status_code=HTTP_204_NO_CONTENT)
async def mark_all_read(actor: Caller, session: Transaction, now: Now) -> None:
    """All of the caller's notices."""
    await inbox.mark_read(session, actor, None, now)


@post("/notices/{notice_id:uuid}/read", guards=[any_member], status_code=HTTP_204_NO_CONTENT)
async def mark_read(
    notice_id: FromPath[UUID], actor: Caller, session: Transaction, now: Now
) -> None:
    """One of the caller's notices."""
    await inbox.mark_read(session, actor, notice_id, now)


@get("/notice-channels", guards=[requires(Permission.NOTICES_MANAGE)])
async def list_channels(session: Transaction) -> ChannelPage:
    """Robots and mail addresses, without what would let somebody else use them."""
    return ChannelPage(await channels.channels(session), None)


@post(
    "/notice-channels",
    guards=[requires(Permission.NOTICES_MANAGE)],
    status_code=HTTP_201_CREATED,
)
async def add_channel(
    data: JSONBody[NewChannel],
    actor: Caller,
    session: Transaction,
    database: Connections,
    now: Now,
) -> ChannelOut:
    """A robot of a group, or mail addresses, of one station or of all."""
    return await channels.add_channel(session, actor, data, now, database.settings.robot_hosts)


@patch("/notice-channels/{channel_id:uuid}", guards=[requires(Permission.NOTICES_MANAGE)])
async def change_channel(
    channel_id: FromPath[UUID],
    data: JSONBody[ChannelChange],
    actor: Caller,
    session: Transaction,
    database: Connections,
    now: Now,
) -> ChannelOut:
    """Change name, audience, address, secret, or switch it off."""
    return await channels.change_channel(
        session, actor, channel_id, data, now, database.settings.robot_hosts
    )


@delete(
    "/notice-channels/{channel_id:uuid}",
    guards=[requires(Permission.NOTICES_MANAGE)],
    status_code=HTTP_204_NO_CONTENT,
)
async def remove_channel(
    channel_id: FromPath[UUID], actor: Caller, session: Transaction, now: Now
) -> None:
    """Take it away."""
    await channels.remove_channel(session, actor, channel_id, now)


@post(
    "/notice-channels/{channel_id:uuid}/test",
    guards=[requires(Permission.NOTICES_MANAGE)],
    status_code=HTTP_200_OK,
)
async def try_channel(
    request: Request[Any, Any, Any],
    channel_id: FromPath[UUID],
    actor: Caller,
    database: Connections,
) -> TestSent:
    """Send a line through it; the answer says how that went."""
    async with tenant_session(database, actor) as session:
        target = await channels.target_of(session, channel_id)
    return await channels.try_channel(request.app.state.senders, target, actor.name)


ROUTES = [
    list_notices,
    mark_all_read,
    mark_read,
    list_channels,
    add_channel,
    change_channel,
    remove_channel,
    try_channel,
]
