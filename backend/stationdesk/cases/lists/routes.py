"""Reconciliations over HTTP."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.status_codes import HTTP_200_OK, HTTP_204_NO_CONTENT

from stationdesk.cases.errors import BadFilter, EventDataInvalid
from stationdesk.cases.lists import reconciling, repository
from stationdesk.cases.lists.reconciling import ReconciliationUnknown
from stationdesk.cases.lists.schemas import (
    DifferenceOut,
    DifferencePage,
    OpenedOut,
    OpenIn,
    ReconciliationOut,
    ReconciliationPage,
    SettleIn,
)
from stationdesk.foundation.cursors import page_limit, read_cursor, write_cursor
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.session import raw_connection
from stationdesk.tenancy.wiring import Caller, Connections, Now, Transaction

HOW_MAX = 1000


@get("/reconciliations", guards=[requires(Permission.CASES_SUPERVISE)])
async def list_reconciliations(
    actor: Caller,
    session: Transaction,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> ReconciliationPage:
    """Comparisons with headquarters' lists, the newest first."""
    limit = page_limit(limit)
    before = read_cursor(cursor, tuple[UUID]) or (reconciling.LAST,)
    connection = await raw_connection(session)
    rows = await repository.reconciliations(connection, actor.firm_id, before[0], None, limit + 1)
    page = [_out(row) for row in rows[:limit]]
    return ReconciliationPage(page, write_cursor(page[-1].id) if len(rows) > limit else None)


@get("/reconciliations/{reconciliation_id:uuid}", guards=[requires(Permission.CASES_SUPERVISE)])
async def show_reconciliation(
    reconciliation_id: FromPath[UUID], actor: Caller, session: Transaction
) -> ReconciliationOut:
    """One comparison; its id is that of the import that brought the list."""
    connection = await raw_connection(session)
    return _out(await _the_reconciliation(connection, actor.firm_id, reconciliation_id))


@get(
    "/reconciliations/{reconciliation_id:uuid}/items",
    guards=[requires(Permission.CASES_SUPERVISE)],
)
async def list_differences(
    reconciliation_id: FromPath[UUID],
    actor: Caller,
    session: Transaction,
    result: FromQuery[str | None] = None,
    unsettled: FromQuery[bool] = False,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> DifferencePage:
    """What the two lists do not say alike."""
    if result is not None and result not in reconciling.RESULTS:
        raise BadFilter(
            f"result {result!r}: use one of {', '.join(reconciling.RESULTS)}.",
            zh=f"没有“{result}”这种结果，请重新选择。",
        )
    limit = page_limit(limit)
    after = read_cursor(cursor, tuple[UUID]) or (reconciling.FIRST,)
    connection = await raw_connection(session)
    await _the_reconciliation(connection, actor.firm_id, reconciliation_id)
    rows = await repository.items(
        connection, actor.firm_id, reconciliation_id, after[0], result, unsettled, limit + 1
    )
    page = [_difference(row) for row in rows[:limit]]
    return DifferencePage(page, write_cursor(page[-1].id) if len(rows) > limit else None)


@post(
    "/reconciliations/{reconciliation_id:uuid}/items/{item_id:uuid}/settle",
    guards=[requires(Permission.CASES_SUPERVISE)],
    status_code=HTTP_204_NO_CONTENT,
)
async def settle_difference(
    reconciliation_id: FromPath[UUID],
    item_id: FromPath[UUID],
    data: JSONBody[SettleIn],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> None:
    """Write down how a difference was settled."""
    how = data.how.strip()
    if not 1 <= len(how) <= HOW_MAX:
        raise EventDataInvalid(
            f"Say in 1 to {HOW_MAX} characters how it was settled.",
            zh=f"请写明怎么处理的（1 到 {HOW_MAX} 个字）。",
        )
    await reconciling.settle(session, actor, reconciliation_id, item_id, how, now)


@post(
    "/reconciliations/{reconciliation_id:uuid}/open",
    guards=[requires(Permission.CASES_SUPERVISE)],
    status_code=HTTP_200_OK,
)
async def open_missing_cases(
    reconciliation_id: FromPath[UUID],
    data: JSONBody[OpenIn],
    actor: Caller,
    database: Connections,
    now: Now,
) -> list[OpenedOut]:
    """Open what headquarters lists and we have not; per item opened, or why not."""
    if not 1 <= len(data.item_ids) <= repository.PAGE_MAX:
        raise EventDataInvalid(
            f"Name 1 to {repository.PAGE_MAX} items at once.",
            zh=f"一次请选 1 到 {repository.PAGE_MAX} 条。",
        )
    told = await reconciling.open_all_missing(
        database, actor, reconciliation_id, data.item_ids, now
    )
    return [OpenedOut(item_id, refusal is None, refusal) for item_id, refusal in told.items()]


async def _the_reconciliation(
    connection: repository.Connection, firm_id: UUID, reconciliation_id: UUID
) -> Any:
    rows = await repository.reconciliations(
        connection, firm_id, reconciling.LAST, reconciliation_id, 1
    )
    if not rows:
        raise ReconciliationUnknown(
            f"There is no reconciliation {reconciliation_id} here.",
            zh="没有这次核对的记录，请刷新列表。",
        )
    return rows[0]


def _out(row: Any) -> ReconciliationOut:
    fields = dict(row)
    return ReconciliationOut(**fields | {"by_result": msgspec.json.decode(fields["by_result"])})


def _difference(row: Any) -> DifferenceOut:
    facts = msgspec.json.decode(row["facts"])
    return DifferenceOut(
        id=row["id"], result=row["result"], station=row["station_code"],
        station_name=row["station_name"], order_no=row["order_no"], waybill=row["waybill"],
        case_id=row["case_id"], case_number=row["case_number"], case_state=row["state"],
        answered_at=row["answered_at"], closed_at=row["closed_at"], hq_due_at=row["hq_due_at"],
        our_due_at=row["our_due_at"], row_number=row["row_number"], raw=facts.get("raw", ""),
        settled_at=row["settled_at"], settled_by_name=row["settled_by_name"],
        settled_how=row["settled_how"],
    )  # fmt: skip


ROUTES = [
    list_reconciliations,
    show_reconciliation,
    list_differences,
    settle_difference,
    open_missing_cases,
]
