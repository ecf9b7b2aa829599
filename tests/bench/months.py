"""A firm's month of decided fines, put into the tables as import and decisions leave them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID

import asyncpg

from stationdesk.foundation.database import Database
from stationdesk.foundation.ids import new_id
from stationdesk.ledger import service as ledger
from stationdesk.ledger.postings import Posting
from stationdesk.penalties import chart
from stationdesk.tenancy.session import hot_transaction
from tests.factories.firms import Firm, make_firm

PERIOD: Final = date(2026, 10, 1)
NOW: Final = datetime(2026, 10, 20, 8, tzinfo=UTC)
CHUNK: Final = 5_000
AMOUNT_FEN, AGENT_FEN, STATION_FEN = 5000, 800, 5000
_REASON: Final = "时限内最后 41 分钟都在坐席手上，超过最低处理时长 20 分钟"


@dataclass
class Month:
    """The firm, and what was made."""

    firm: Firm
    stations: list[tuple[UUID, str]] = field(default_factory=list)
    agents: list[tuple[UUID, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Made:
    """A fine with its decision; every third is the station's own."""

    id: UUID
    attribution_id: UUID
    station: tuple[UUID, str]
    agent: tuple[UUID, str]
    no: int

    @property
    def is_agents(self) -> bool:
        return self.no % 3 > 0

    @property
    def shares(self) -> list[dict[str, object]]:
        code, email = self.station[1], self.agent[1]
        own = 0 if self.is_agents else STATION_FEN
        shares = [("station", chart.station(code), code, own),
                  ("firm", chart.PENALTY_COST, "", AMOUNT_FEN - AGENT_FEN)]  # fmt: skip
        if self.is_agents:
            shares.insert(0, ("agent", chart.agent(email), email, AGENT_FEN))
        return [
            {"party": party, "account": account, "name": name, "amount_fen": amount}
            for party, account, name, amount in shares
            if self.is_agents or party != "firm"
        ]


async def fill_month(
    owner: "asyncpg.Connection[asyncpg.Record]", database: Database, stations: int, agents: int,
    fines: int,
) -> Month:  # fmt: skip
    """Stations, agents, and fines dealt out to both in turn, all of them decided."""
    month = Month(await make_firm(database, stations_wanted=()))
    await _people(owner, month, stations, agents)
    names = [f(code) for _, code in month.stations for f in (chart.station, chart.unattributed)]
    names += [chart.agent(email) for _, email in month.agents] + [chart.PENALTY_COST]
    async with hot_transaction(database, month.firm.actor) as connection:
        await ledger.open_accounts(connection, month.firm.id, names, NOW)
    batch_id = new_id()
    await owner.execute(
        "INSERT INTO import_batches (firm_id, id, kind, file_name, format, is_strict, status, "
        "received_at, actor_name) VALUES ($1, $2, 'bill', 'bill.csv', 'csv', false, 'done', $3, "
        "'bench')", month.firm.id, batch_id, NOW,
    )  # fmt: skip
    for chunk in _chunks(month, fines):
        await _write(owner, database, month, batch_id, chunk)
    await owner.execute("ANALYZE")
    return month


async def _people(
    owner: "asyncpg.Connection[asyncpg.Record]", month: Month, stations: int, agents: int
) -> None:
    firm_id = month.firm.id
    month.stations = [(new_id(), f"S{n:04d}") for n in range(stations)]
    month.agents = [(new_id(), f"a{n}@{month.firm.slug}.example.com") for n in range(agents)]
    await owner.executemany(
        "INSERT INTO stations (firm_id, id, code, carrier, name, push_key, push_salt, created_at) "
        "VALUES ($1, $2, $3, 'zto', $4, $3, 'x', '2026-01-01')",
        [(firm_id, station_id, code, f"中通网点 {code}") for station_id, code in month.stations],
    )
    await owner.executemany(
        "INSERT INTO users (id, email, name, password_hash) VALUES ($1, $2, $3, 'x')",
        [(agent_id, email, f"坐席 {n}") for n, (agent_id, email) in enumerate(month.agents)],
    )
    await owner.executemany(
        "INSERT INTO members (firm_id, id, user_id, email, name, role) "
        "VALUES ($1, $2, $2, $3, $4, 'agent')",
        [(firm_id, agent_id, email, f"坐席 {n}")
         for n, (agent_id, email) in enumerate(month.agents)],
    )  # fmt: skip


def _chunks(month: Month, fines: int) -> Iterator[list[_Made]]:
    for start in range(0, fines, CHUNK):
        yield [
            _Made(new_id(), new_id(), month.stations[no % len(month.stations)],
                  month.agents[no % len(month.agents)], no)
            for no in range(start, min(start + CHUNK, fines))
        ]  # fmt: skip


async def _write(
    owner: "asyncpg.Connection[asyncpg.Record]",
    database: Database,
    month: Month,
    batch_id: UUID,
    made: list[_Made],
) -> None:
    firm_id = month.firm.id
    postings = [_intake(each) for each in made] + [_decision(each) for each in made]
    async with hot_transaction(database, month.firm.actor) as connection:
        posted = await ledger.post_all(connection, firm_id, postings, NOW)
    ids = [each.transaction_id for each in posted]
    proposal = json.dumps(
        {"cause": "agent_negligence", "reasons": [{"text_zh": _REASON, "text_en": "held it"}]}
    )
    await _copy(
        owner,
        "fines",
        columns=["firm_id", "id", "station_id", "batch_id", "carrier", "bill_no", "line_no",
                 "row_number", "waybill", "code", "name", "amount_fen", "occurred_at", "note",
                 "content_hash", "status", "cause", "proposal", "proposed_cause", "taken_in_at"],
        records=[
            (firm_id, each.id, each.station[0], batch_id, "zto", "ZTO-2026-10", str(each.no),
             each.no, f"789044{each.no:08d}", "100201", "工单自动考核", AMOUNT_FEN, _at(each), "",
             b"x", "attributed", _cause(each), proposal, "agent_negligence", NOW)
            for each in made
        ],
    )  # fmt: skip
    await _copy(
        owner,
        "fine_attributions",
        columns=["firm_id", "id", "fine_id", "station_id", "cause", "amount_fen",
                 "agent_member_id", "agent_name", "agent_account", "agent_fen", "period", "note",
                 "rule", "inputs", "steps", "shares", "transaction_id", "decided_by", "decided_at"],
        records=[
            (firm_id, each.attribution_id, each.id, each.station[0], _cause(each), AMOUNT_FEN,
             each.agent[0] if each.is_agents else None, "坐席", chart.agent(each.agent[1]),
             AGENT_FEN if each.is_agents else 0, PERIOD, "", '{"name": "坐席疏忽", "version": 3}',
             "{}", "[]", json.dumps(each.shares, ensure_ascii=False), transaction_id, "沈国栋", NOW)
            for each, transaction_id in zip(made, ids[len(made) :], strict=True)
        ],
    )  # fmt: skip
    await _copy(
        owner,
        "fine_transactions",
        columns=["firm_id", "fine_id", "transaction_id", "station_id", "step"],
        records=[
            (firm_id, each.id, transaction_id, each.station[0], step)
            for step, part in (("intake", ids[: len(made)]), ("attribution", ids[len(made) :]))
            for each, transaction_id in zip(made, part, strict=True)
        ],
    )


async def _copy(
    owner: "asyncpg.Connection[asyncpg.Record]",
    table: str,
    columns: list[str],
    records: list[tuple[object, ...]],
) -> None:
    """By way of a temporary table: COPY itself does not go through row-level security."""
    names = ", ".join(columns)
    await owner.execute(f"CREATE TEMP TABLE moved AS SELECT {names} FROM {table} LIMIT 0")
    await owner.copy_records_to_table("moved", records=records, columns=columns)
    await owner.execute(
        f"INSERT INTO {table} ({names}) SELECT {names} FROM moved; DROP TABLE moved"
    )


def _at(made: _Made) -> datetime:
    return datetime(2026, 10, 1, tzinfo=UTC) + timedelta(minutes=made.no % 27_000)


def _cause(made: _Made) -> str:
    return "agent_negligence" if made.is_agents else "station_operation"


def _intake(made: _Made) -> Posting:
    return Posting(
        key=f"fine/{made.id}/intake", kind="fine_intake", occurred_at=_at(made),
        entries=chart.intake_entries(made.station[1], AMOUNT_FEN),
        reference=f"zto ZTO-2026-10 {made.no} 100201 789044{made.no:08d}", period=PERIOD,
    )  # fmt: skip


def _decision(made: _Made) -> Posting:
    shares = [(str(each["account"]), int(str(each["amount_fen"]))) for each in made.shares]
    entries = [(account, amount) for account, amount in shares if amount]
    total = sum(amount for _, amount in entries)
    return Posting(
        key=f"fine/{made.id}/attribution", kind="fine_attribution", occurred_at=_at(made),
        entries=(*entries, (chart.unattributed(made.station[1]), -total)),
        reference=f"zto ZTO-2026-10 {made.no}", period=PERIOD,
    )  # fmt: skip
