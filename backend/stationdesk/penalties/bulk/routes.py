"""Many fines at once over HTTP."""

from datetime import date
from typing import Any
from urllib.parse import quote

from litestar import get, post
from litestar.params import FromQuery, JSONBody
from litestar.response import Response
from litestar.status_codes import HTTP_200_OK

from stationdesk.integrations.documents.tables import MEDIA_TYPES, as_csv, as_xlsx
from stationdesk.penalties.bulk import accuracy, appealing, deciding
from stationdesk.penalties.bulk.schemas import (
    AccuracyOut,
    BulkAppealIn,
    BulkDecisionIn,
    BulkOut,
    FineSums,
)
from stationdesk.penalties.errors import FilterInvalid
from stationdesk.penalties.filters import NARROWING, Narrowed
from stationdesk.penalties.repository import listing
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.session import raw_connection
from stationdesk.tenancy.wiring import Caller, Now, Transaction


@post("/fines/decisions", guards=[requires(Permission.FINES_DECIDE)], status_code=HTTP_200_OK)
async def decide_fines(
    data: JSONBody[BulkDecisionIn], actor: Caller, session: Transaction, now: Now
) -> BulkOut:
    """Decide up to 200 fines as they are proposed, where rule and proposal agree; what became of
    each. Undone by reversals alone."""
    return await deciding.decide_as_proposed(session, actor, data.fine_ids, data.note, now)


@post(
    "/fines/appeals",
    guards=[requires(Permission.CASES_OPEN, Permission.FINES_DECIDE)],
    status_code=HTTP_200_OK,
)
async def appeal_fines(
    data: JSONBody[BulkAppealIn], actor: Caller, session: Transaction, now: Now
) -> BulkOut:
    """Appeal up to 200 fines, a case each; without a ground, those that are pointed out."""
    return await appealing.appeal_all(
        session, actor, data.fine_ids, ground=data.ground, reason=data.reason, now=now
    )


@get("/fines/accuracy", guards=[requires(Permission.FINES_DECIDE)])
async def show_accuracy(
    actor: Caller, session: Transaction, now: Now, month: FromQuery[date | None] = None
) -> AccuracyOut:
    """How often proposals were right in a month, by category and cause."""
    return await accuracy.accuracy_of(session, actor, month or now.date())


@get("/fines/accuracy/export", guards=[requires(Permission.FINES_DECIDE)])
async def export_accuracy(
    actor: Caller,
    session: Transaction,
    now: Now,
    format: FromQuery[str] = "xlsx",
    month: FromQuery[date | None] = None,
) -> Response[bytes]:
    """The same as a table: xlsx or csv; whole, never cut off."""
    if format not in MEDIA_TYPES:
        raise FilterInvalid("Ask for format=xlsx or csv.", field="format", zh="只有 xlsx 和 csv。")
    found = await accuracy.accuracy_of(session, actor, month or now.date())
    table = accuracy.as_table(found)
    body = as_csv(table) if format == "csv" else as_xlsx({f"{found.month:%Y-%m}": table})
    name = quote(f"建议准确率-{found.month:%Y-%m}.{format}", safe="")
    return Response(
        body,
        media_type=MEDIA_TYPES[format],
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
            "Cache-Control": "private, no-store",
        },
    )


@get(
    "/fines/sums",
    guards=[requires(Permission.FINES_READ)],
    dependencies=NARROWING,
)
async def sum_fines(actor: Caller, session: Transaction, filters: Narrowed) -> FineSums:
    """How many fines the list has as it is narrowed, and what they come to."""
    row = await listing.sums(await raw_connection(session), actor.firm_id, filters)
    is_owner = actor.scope == "station"
    proposed = 0 if is_owner else row["proposed"]
    return FineSums(row["fines"], row["amount_fen"], proposed, row["next_appeal_due_at"])


ROUTES: list[Any] = [decide_fines, appeal_fines, show_accuracy, export_accuracy, sum_fines]
