"""The queue over HTTP: claim, release, transfer, snooze, reassign, presence."""

from typing import Any

import msgspec
from litestar import Request, Response, post
from litestar.params import JSONBody
from litestar.status_codes import HTTP_200_OK, HTTP_204_NO_CONTENT

from stationdesk.cases import service
from stationdesk.cases.core.queue import claim_next, claim_this
from stationdesk.cases.errors import EventDataInvalid
from stationdesk.cases.routes import idempotency_key
from stationdesk.cases.rows import record_row
from stationdesk.cases.schemas import (
    CasePage,
    CaseRow,
    ClaimedCase,
    ClaimIn,
    SnoozeIn,
    TransferIn,
)
from stationdesk.tenancy.permissions import Permission, requires, signed_in
from stationdesk.tenancy.wiring import Caller, Now, Transaction

_WORK = [requires(Permission.CASES_WORK)]
_CLAIM = msgspec.json.Decoder(ClaimIn)


async def _wanted(request: Request[Any, Any, Any]) -> ClaimIn:
    """The body may be left out, or empty: then it is the next case, or all of one's own."""
    body = await request.body()
    if not body.strip():
        return ClaimIn()
    try:
        return _CLAIM.decode(body)
    except msgspec.MsgspecError as error:
        raise EventDataInvalid(
            f"The body is not valid: {error}",
            reason="invalid_data",
            zh="填写的内容读不懂，请刷新后重试。",
        ) from error


@post("/queue/claim", guards=_WORK, status_code=HTTP_200_OK)
async def claim(request: Request[Any, Any, Any], now: Now) -> Response[ClaimedCase | None]:
    """Take the most urgent case (204: there is none), or the one named by `case_id`."""
    # A hot path: a second dependency would cost a task group, a fifth of the request's CPU.
    actor, database = signed_in(request), request.app.state.database
    wanted = await _wanted(request)
    key = idempotency_key(request, actor)
    taken: ClaimedCase | None
    if wanted.case_id:
        taken = await claim_this(database, actor, wanted.case_id, now, key, version=wanted.version)
    else:
        taken = await claim_next(database, actor, now, key)
    if taken is None:
        return Response(None, status_code=HTTP_204_NO_CONTENT)
    return Response(taken)


@post("/queue/release", guards=_WORK, status_code=HTTP_200_OK)
async def release(
    request: Request[Any, Any, Any], actor: Caller, session: Transaction, now: Now
) -> CaseRow | CasePage:
    """Give a case back; without `case_id` everything in one's hands, as a list."""
    wanted = await _wanted(request)
    if wanted.case_id:
        key = idempotency_key(request, actor)
        record = await service.release(session, actor, wanted.case_id, now, idempotency_key=key)
        return record_row(record, actor.member_id)
    given_back = await service.release_all(session, actor, now)
    return CasePage([record_row(each, actor.member_id) for each in given_back], None)


@post("/queue/transfer", guards=_WORK, status_code=HTTP_200_OK)
async def transfer(
    request: Request[Any, Any, Any], data: JSONBody[TransferIn], actor: Caller,
    session: Transaction, now: Now,
) -> CaseRow:  # fmt: skip
    """Hand a case of one's own to a colleague."""
    key = idempotency_key(request, actor)
    record = await service.transfer(
        session, actor, data.case_id, data.member_id, data.note, now, key
    )
    return record_row(record, actor.member_id)


@post("/queue/reassign", guards=[requires(Permission.CASES_SUPERVISE)], status_code=HTTP_200_OK)
async def reassign(
    request: Request[Any, Any, Any], data: JSONBody[TransferIn], actor: Caller,
    session: Transaction, now: Now,
) -> CaseRow:  # fmt: skip
    """A supervisor gives a case, whoever has it, to a member."""
    key = idempotency_key(request, actor)
    record = await service.reassign(
        session, actor, data.case_id, data.member_id, data.note, now, key
    )
    return record_row(record, actor.member_id)


@post("/queue/snooze", guards=_WORK, status_code=HTTP_200_OK)
async def snooze(
    request: Request[Any, Any, Any], data: JSONBody[SnoozeIn], actor: Caller,
    session: Transaction, now: Now,
) -> CaseRow:  # fmt: skip
    """Put a case of one's own out of sight until then; it stays in one's hands."""
    if data.until.tzinfo is None:
        raise EventDataInvalid(
            "until needs a UTC offset, such as +08:00.",
            reason="invalid_data",
            zh="等到的时间没写时区，请重新选择。",
        )
    key = idempotency_key(request, actor)
    record = await service.snooze(session, actor, data.case_id, data.until, data.reason, now, key)
    return record_row(record, actor.member_id)


@post("/queue/presence", guards=_WORK, status_code=HTTP_204_NO_CONTENT)
async def presence(actor: Caller, session: Transaction, now: Now) -> None:
    """The member is at his desk: his leases go on."""
    await service.mark_presence(session, actor, now)


ROUTES = [claim, release, transfer, reassign, snooze, presence]
