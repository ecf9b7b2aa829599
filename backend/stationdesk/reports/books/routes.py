"""The books over HTTP: for whoever may read the ledger."""

from urllib.parse import quote
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from stationdesk.integrations.documents.tables import MEDIA_TYPES, as_xlsx
from stationdesk.reports.books import export, service, verifying
from stationdesk.reports.books.schemas import (
    AccountOut,
    EntryPage,
    OverviewOut,
    TransactionOut,
    TrialBalance,
    VerificationOut,
)
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.session import hot_transaction
from stationdesk.tenancy.wiring import Caller, Connections, Now

GUARDS = [requires(Permission.LEDGER_READ)]


@get("/ledger/trial-balance", guards=GUARDS)
async def trial_balance(actor: Caller, database: Connections) -> TrialBalance:
    """Every account's exact balance in one snapshot, debit positive."""
    async with hot_transaction(database, actor) as connection:
        return await service.trial_balance(connection, actor.firm_id)


@get("/ledger/overview", guards=GUARDS)
async def show_overview(actor: Caller, database: Connections, now: Now) -> OverviewOut:
    """Open month, seals, the last check, and what looks wrong."""
    async with hot_transaction(database, actor) as connection:
        return await service.overview(connection, actor.firm_id, now)


@get("/ledger/account", guards=GUARDS)
async def show_account(
    actor: Caller,
    database: Connections,
    now: Now,
    account: FromQuery[str],
    month: FromQuery[str | None] = None,
) -> AccountOut:
    """One account in a month (the open one if none is named), and its months."""
    async with hot_transaction(database, actor) as connection:
        return await service.account(connection, actor.firm_id, account, month, now)


@get("/ledger/entries", guards=GUARDS)
async def list_entries(
    actor: Caller,
    database: Connections,
    now: Now,
    account: FromQuery[str],
    month: FromQuery[str | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> EntryPage:
    """An account's entries in a month, the newest first."""
    async with hot_transaction(database, actor) as connection:
        return await service.entry_page(
            connection, actor.firm_id, account, month, cursor, limit, now
        )


@get("/ledger/transactions/{transaction_id:uuid}", guards=GUARDS)
async def show_transaction(
    transaction_id: FromPath[UUID], actor: Caller, database: Connections
) -> TransactionOut:
    """One transaction: entries, hash, seal, reversals, the fine that it is about."""
    async with hot_transaction(database, actor) as connection:
        return await service.transaction(connection, actor.firm_id, transaction_id)


@post("/ledger/verifications", guards=GUARDS)
async def verify_ledger(actor: Caller, database: Connections, now: Now) -> VerificationOut:
    """Recompute the whole ledger now, and keep what was found."""
    return await verifying.verify_now(database, actor, now)


@get("/ledger/export", guards=GUARDS)
async def export_books(
    actor: Caller,
    database: Connections,
    now: Now,
    account: FromQuery[str | None] = None,
    month: FromQuery[str | None] = None,
) -> Response[bytes]:
    """XLSX: the balances and what looks wrong, or with `account` all its entries of a month."""
    async with hot_transaction(database, actor) as connection:
        firm_id = actor.firm_id
        if account is None:
            overview = await service.overview(connection, firm_id, now)
            tables = export.balance_tables(
                await service.trial_balance(connection, firm_id), overview
            )
            name = f"科目余额 {overview.open_month}"
        else:
            found = await service.account(connection, firm_id, account, month, now)
            entries = await service.all_entries(connection, firm_id, account, month, now)
            tables = export.account_tables(found, entries)
            name = f"明细 {account.replace('/', '-')} {found.month}"
    return Response(
        as_xlsx(tables),
        media_type=MEDIA_TYPES["xlsx"],
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}.xlsx",
            "Cache-Control": "private, no-store",
        },
    )


ROUTES = [
    trial_balance,
    show_overview,
    show_account,
    list_entries,
    show_transaction,
    verify_ledger,
    export_books,
]
