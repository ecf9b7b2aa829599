"""Closing a month as the close does, and the statements that come of it."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from stationdesk.closing.statements.contents import Content, read
from stationdesk.closing.statements.issuing import Issued, issue_statements
from stationdesk.ledger import service as ledger
from stationdesk.ledger.postings import Posting, month_of
from stationdesk.tenancy.session import hot_transaction
from tests.penalties.office import Office


def this_month() -> date:
    """The month that what is posted over HTTP goes to."""
    return month_of(datetime.now(UTC))


async def close(office: Office, period: date) -> None:
    """The ledger's part of a close, and its seals."""
    now = datetime.now(UTC)
    async with hot_transaction(office.database, office.firm.actor) as connection:
        await ledger.close_period(connection, office.firm.id, period, now, "沈会计")
    while True:
        async with hot_transaction(office.database, office.firm.actor) as connection:
            if await ledger.seal(connection, office.firm.id, now) is None:
                return


async def issue(office: Office, period: date) -> Issued:
    return await issue_statements(office.database, office.firm.actor, period, datetime.now(UTC))


async def close_and_issue(office: Office, period: date) -> Issued:
    await close(office, period)
    return await issue(office, period)


async def post(office: Office, kind: str, *entries: tuple[str, int], reference: str = "") -> UUID:
    """A transaction of no fine, as the close posts them."""
    async with hot_transaction(office.database, office.firm.actor) as connection:
        now = datetime.now(UTC)
        names = [account for account, _ in entries]
        await ledger.open_accounts(connection, office.firm.id, names, now)
        posting = Posting(f"{kind}/{now.isoformat()}", kind, now, entries, reference or kind)
        return (await ledger.post(connection, office.firm.id, posting, now)).transaction_id


async def statements(office: Office, period: date) -> list[Content]:
    """What was issued for a month, by number."""
    rows = await stored(office, period)
    return [read(row["content"]) for row in rows]


async def stored(office: Office, period: date) -> list[dict[str, Any]]:
    async with hot_transaction(office.database, office.firm.actor) as connection:
        rows = await connection.fetch(
            "SELECT * FROM statements WHERE firm_id = $1 AND period = $2 ORDER BY position",
            office.firm.id, period,
        )  # fmt: skip
    return [dict(row) for row in rows]


def of(contents: list[Content], code: str) -> Content:
    return next(each for each in contents if each.party.code == code)
