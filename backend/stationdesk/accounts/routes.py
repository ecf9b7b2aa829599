"""Signing in and out."""

from typing import Any

from litestar import Request, Response, delete, get, post
from litestar.datastructures import Cookie
from litestar.params import JSONBody
from litestar.status_codes import HTTP_200_OK, HTTP_204_NO_CONTENT

from stationdesk.accounts import repository, service
from stationdesk.accounts.credentials import token_hash
from stationdesk.accounts.errors import SignInRefused
from stationdesk.accounts.repository import Membership
from stationdesk.accounts.schemas import (
    FirmChoice,
    FirmOut,
    MembershipOut,
    SessionOut,
    SignIn,
    UserOut,
)
from stationdesk.accounts.sign_in import SESSION_COOKIE, refuse_foreign_page
from stationdesk.foundation.errors import Unauthenticated
from stationdesk.tenancy.actor import Role
from stationdesk.tenancy.permissions import ROLE_PERMISSIONS, any_member, public
from stationdesk.tenancy.wiring import Caller, Connections, Now, Transaction


@post("/session", opt=public, status_code=HTTP_200_OK)
async def sign_in(
    request: Request[Any, Any, Any],
    data: JSONBody[SignIn],
    database: Connections,
    now: Now,
) -> Response[SessionOut]:
    """Sign in by e-mail and password; sets a fresh session cookie, whatever cookie came along."""
    refuse_foreign_page(request)
    async with database.session() as session:
        user, fits = await service.authenticate(session, data.email, data.password, now)
    if user is None or not fits:
        raise SignInRefused(
            "No account has this e-mail and password; check both.",
            zh="邮箱或密码不对。忘了密码请找经理重设。",
        )
    days = database.settings.session_days
    async with database.session() as session:
        token, chosen, memberships = await service.begin_session(
            session, user, data.firm, request.cookies.get(SESSION_COOKIE), now, days
        )
    shown = UserOut(id=user.id, name=chosen.member_name, email=user.email)
    response = Response(_session_out(shown, chosen, memberships))
    secure, age = database.settings.secure_cookies, days * 86_400
    response.set_cookie(
        Cookie(
            key=SESSION_COOKIE,
            value=token,
            httponly=True,
            secure=secure,
            samesite="lax",
            path="/",
            max_age=age,
        )
    )
    return response


@get("/session", guards=[any_member])
async def show_session(
    actor: Caller,
    database: Connections,
    session: Transaction,
) -> SessionOut:
    """Who is signed in."""
    if actor.user_id is None or actor.member_id is None:
        raise Unauthenticated(
            "This token is a service's; it has no session.",
            zh="接口令牌没有登录会话，请用邮箱和密码登录。",
        )
    async with database.session() as global_session:
        memberships = await repository.memberships_of(global_session, actor.user_id)
    member = {m.id: m for m in await repository.members(session)}[actor.member_id]
    chosen = next(m for m in memberships if m.member_id == actor.member_id)
    shown = UserOut(id=actor.user_id, name=member.name, email=member.email)
    return _session_out(shown, chosen, memberships)


@delete("/session", opt=public, status_code=HTTP_204_NO_CONTENT)
async def sign_out(request: Request[Any, Any, Any], database: Connections) -> Response[None]:
    """End the session of the cookie; fine where there is none."""
    token = request.cookies.get(SESSION_COOKIE)
    if token:
        async with database.session() as session:
            await repository.end_session(session, token_hash(token))
    response = Response(None, status_code=HTTP_204_NO_CONTENT)
    response.delete_cookie(SESSION_COOKIE)
    return response


def _session_out(user: UserOut, chosen: Membership, memberships: list[Membership]) -> SessionOut:
    return SessionOut(
        user=user,
        member=MembershipOut(id=chosen.member_id, role=chosen.role),
        firm=FirmOut(
            id=chosen.firm_id, slug=chosen.slug, name=chosen.firm_name, timezone=chosen.timezone
        ),
        firms=[FirmChoice(slug=m.slug, name=m.firm_name) for m in memberships],
        permissions=sorted(ROLE_PERMISSIONS[Role(chosen.role)]),
    )


ROUTES = [sign_in, show_session, sign_out]
