"""Issuing a closed month's statements: one for each station, one for each agent whose account
moved or stands open (domain §6, step 4).

Everything is read from the ledger of the closed month, so the same statements come out whenever it
is done; only words (a decision's author, a case's number) are read as they stand now.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from uuid import UUID

from stationdesk.closing.errors import MonthOpen
from stationdesk.closing.months import next_month
from stationdesk.closing.statements.composing import Account, Known, Month, compose
from stationdesk.closing.statements.contents import (
    Content,
    FirmRef,
    PartyRef,
    canonical,
    content_hash,
    number_of,
    pack,
)
from stationdesk.closing.statements.errors import StatementsDisagree
from stationdesk.closing.statements.repository import book, gathering
from stationdesk.closing.statements.repository.book import NewStatement, RootRow
from stationdesk.closing.statements.repository.gathering import Connection
from stationdesk.evidence.repository.packs import own_firm
from stationdesk.foundation.database import Database
from stationdesk.foundation.ids import new_id
from stationdesk.foundation.jobs import defer
from stationdesk.foundation.zones import HOME, HOME_NAME
from stationdesk.ledger.merkle import FIRST_CHAIN, MerkleLog, leaf_hash
from stationdesk.ledger.repository.book import last_seal
from stationdesk.penalties import chart
from stationdesk.penalties.disputes.freezing import frozen_fines
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection, tenant_session

CHUNK: Final = 50
"""Accounts gathered at once: bounds what is held in memory."""
PAPERS_JOB: Final = "make_statement_papers"
VAT: Final = "vat_payable"
_AGENT: Final = "agent/"
_STATION: Final = "station/"
_UNATTRIBUTED: Final = "unattributed/"


@dataclass(frozen=True, slots=True)
class Issued:
    """A month's statements; `is_replay`: they had been issued before, nothing was written."""

    period: date
    tree_size: int
    root: bytes
    is_replay: bool


async def issue_statements(database: Database, actor: Actor, period: date, now: datetime) -> Issued:
    """Number, hash and seal the statements of a closed month, all or none.

    `period`: the month's first day. A second call finds them issued. Raises MonthOpen, and
    StatementsDisagree where lines and ledger differ: then nothing was issued.
    """
    async with tenant_session(database, actor) as session:
        connection = await raw_connection(session)
        await book.lock_issuing(connection, actor.firm_id)
        known = await book.root_of(connection, actor.firm_id, period)
        if known is not None:
            return Issued(period, known.tree_size, known.root, is_replay=True)
        if not await gathering.is_closed(connection, actor.firm_id, period):
            raise MonthOpen(
                f"{period:%Y-%m} is not closed: statements are of closed months. Close it first.",
                period=f"{period:%Y-%m}",
                zh=f"{period:%Y-%m} 还没有月结，对账单只出已结的月份；请先月结。",
            )
        root = await _issue(connection, actor, period, now)
        await defer(
            session, PAPERS_JOB, lock=f"papers {actor.firm_id}", firm_id=actor.firm_id,
            period=period.isoformat(),
        )  # fmt: skip
    return Issued(period, root.tree_size, root.root, is_replay=False)


async def _issue(connection: Connection, actor: Actor, period: date, now: datetime) -> RootRow:
    firm_id = actor.firm_id
    name, _ = await own_firm(connection)
    after = await gathering.closed_before(connection, firm_id, period)
    month = Month(FirmRef(firm_id, name), period, after, now)
    accounts = await _accounts(connection, month)
    await _freeze(connection, month, accounts)
    tree = MerkleLog()
    for start in range(0, len(accounts), CHUNK):
        chunk = accounts[start : start + CHUNK]
        rows = []
        for content in await _contents(connection, month, chunk, start):
            body = canonical(content)
            digest = content_hash(body)
            tree.append(leaf_hash(digest))
            rows.append(_row(content, tree.size, body, digest))
        await book.insert_statements(connection, firm_id, period, rows)
    seal = await last_seal(connection, firm_id)
    root = RootRow(
        period=period,
        tree_size=tree.size,
        root=tree.root(),
        ledger_seal=0 if seal is None else seal.number,
        ledger_chain=FIRST_CHAIN if seal is None else seal.chain,
        issued_at=now,
        issued_by=actor.name,
    )
    await book.insert_root(connection, firm_id, root)
    return root


async def _accounts(connection: Connection, month: Month) -> list[Account]:
    """Everybody who gets a statement, in the order of the numbers: stations, then agents."""
    firm_id, period = month.firm.id, month.period
    until = datetime.combine(next_month(period), time.min, HOME)
    stations = await gathering.stations(connection, firm_id, until)
    current = await gathering.balances(connection, firm_id, _STATION, month.after, period)
    unattributed = await gathering.balances(connection, firm_id, _UNATTRIBUTED, month.after, period)
    accounts = []
    for row in stations:
        party = PartyRef("station", row.code, row.name, row.timezone, row.id, row.carrier)
        account = Account(party, chart.station(row.code))
        _set_balances(account, current.pop(account.name, None))
        undecided = unattributed.pop(chart.unattributed(row.code), None)
        account.undecided_fen = 0 if undecided is None else undecided.closing_fen
        accounts.append(account)
    _refuse_strays([*current.values(), *unattributed.values()])
    return accounts + await _agents(connection, month)


def _refuse_strays(rows: Iterable[gathering.BalanceRow]) -> None:
    for row in rows:
        if row.closing_fen or row.has_moved:
            raise StatementsDisagree(
                f"{row.name} is the account of no station: nothing was issued.",
                account=row.name,
                zh=f"{row.name} 不是任何网点的账户，未出对账单；请运行 stationdesk ledger verify。",
            )


def _set_balances(account: Account, row: gathering.BalanceRow | None) -> None:
    if row is not None:
        account.opening_fen, account.closing_fen = -row.opening_fen, -row.closing_fen


async def _agents(connection: Connection, month: Month) -> list[Account]:
    firm_id = month.firm.id
    rows = await gathering.balances(connection, firm_id, _AGENT, month.after, month.period)
    moved = [row for row in rows.values() if row.has_moved or row.opening_fen or row.closing_fen]
    emails = [row.name.removeprefix(_AGENT) for row in moved]
    members = await gathering.members(connection, firm_id, emails)
    accounts = []
    for row, email in zip(moved, emails, strict=True):
        member = members.get(email)
        party = PartyRef(
            "agent", email, member.name if member else email, HOME_NAME,
            member.id if member else None,
        )  # fmt: skip
        account = Account(party, row.name)
        _set_balances(account, row)
        accounts.append(account)
    return accounts


async def _freeze(connection: Connection, month: Month, accounts: Sequence[Account]) -> None:
    """What open disputes keep from being settled, from either side: as the close has kept it, so
    that statement and settlement say the same; else as it stands now."""
    by_name = {account.name: account for account in accounts}
    by_station = {each.party.id: each for each in accounts if each.party.kind == "station"}
    paid = await gathering.paid_since(connection, month.firm.id, month.period)
    if paid is None:
        for fine in await frozen_fines(connection, month.firm.id):
            if fine.station_fen and fine.station_account in by_name:
                by_name[fine.station_account].frozen.append((fine.fine_id, fine.station_fen))
            if fine.agent_fen and fine.agent_account in by_name:
                by_name[fine.agent_account].frozen.append((fine.fine_id, -fine.agent_fen))
        return
    for station_id, paid_fen in paid.items():
        by_station[station_id].paid_since_fen = paid_fen
    for station, name, fine_id, amount in await gathering.frozen_at_close(
        connection, month.firm.id, month.period
    ):
        account = by_name.get(name) if name else by_station.get(station)
        if account is not None:
            account.frozen.append((fine_id, amount))


async def _contents(
    connection: Connection, month: Month, accounts: Sequence[Account], start: int
) -> list[Content]:
    await _gather(connection, month, accounts)
    known = await _known(connection, month, accounts)
    return [
        compose(month, account, number_of(month.period, start + at), known)
        for at, account in enumerate(accounts, start=1)
    ]


async def _gather(connection: Connection, month: Month, accounts: Sequence[Account]) -> None:
    """Fill in movements, what is undecided, and the numbers of earlier statements."""
    firm_id = month.firm.id
    names = [account.name for account in accounts]
    pending = [chart.unattributed(account.party.code) for account in accounts]
    ids = await gathering.account_ids(connection, firm_id, [*names, *pending])
    by_id = {ids[account.name]: account for account in accounts if account.name in ids}
    for row in await gathering.movements(
        connection, firm_id, list(by_id), month.after, month.period
    ):
        by_id[row.account_id].movements.append(row)
    by_pending = {
        ids[name]: account
        for name, account in zip(pending, accounts, strict=True)
        if name in ids and account.party.kind == "station"
    }
    for account_id, fine_id, amount in await gathering.undecided(
        connection, firm_id, list(by_pending), month.period
    ):
        by_pending[account_id].undecided.append((fine_id, amount))
    for account in accounts:
        # Decided and disputed only after the month: at its end it was undecided, and counts once.
        waiting = {fine_id for fine_id, _ in account.undecided}
        account.frozen = [each for each in account.frozen if each[0] not in waiting]
    if month.after is not None:
        numbers = await gathering.numbers_of(connection, firm_id, names)
        for account in accounts:
            account.numbers = numbers.get(account.name, [])


async def _known(connection: Connection, month: Month, accounts: Sequence[Account]) -> Known:
    firm_id = month.firm.id
    moved = [row for account in accounts for row in account.movements]
    fine_ids = {row.fine_id for row in moved if row.fine_id is not None}
    fine_ids |= {fine_id for each in accounts for fine_id, _ in [*each.undecided, *each.frozen]}
    others = [row.transaction_id for row in moved if row.fine_id is None]
    reversals = [row.transaction_id for row in moved if row.reverses is not None]
    taken_in: dict[UUID, date] = {}
    if month.after is not None:
        taken_in = await gathering.taken_in_before(connection, firm_id, list(fine_ids), month.after)
    return Known(
        fines=await gathering.fines(connection, firm_id, list(fine_ids), month.period),
        reversals=await gathering.reversed_by(connection, firm_id, reversals),
        taken_in=taken_in,
        taxes_fen=await gathering.tax_of(connection, firm_id, others, VAT),
        fees=await gathering.fees(connection, firm_id, others),
    )


def _row(content: Content, position: int, body: bytes, digest: bytes) -> NewStatement:
    party = content.party
    return NewStatement(
        id=new_id(),
        position=position,
        number=content.number,
        party=party.kind,
        party_code=party.code,
        party_name=party.name,
        station_id=party.id if party.kind == "station" else None,
        member_id=party.id if party.kind == "agent" else None,
        account=content.account,
        opening_fen=content.opening_fen,
        closing_fen=content.closing_fen,
        undecided_fen=content.undecided_fen,
        frozen_fen=content.frozen_fen,
        paid_since_fen=content.paid_since_fen,
        payable_fen=content.payable_fen,
        line_count=len(content.lines),
        content=pack(body),
        content_hash=digest,
    )
