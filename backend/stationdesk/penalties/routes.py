"""Fines, split rules and the trial balance over HTTP."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody
from pydantic import TypeAdapter, ValidationError

from stationdesk.ledger import service as ledger
from stationdesk.penalties import service
from stationdesk.penalties.errors import RulesInvalid
from stationdesk.penalties.schemas import (
    AppealIn,
    AppealOpened,
    BalanceOut,
    FineDetail,
    FinePage,
    NewAttributionIn,
    NewRuleSet,
    ReversalIn,
    RuleSetOut,
    RuleSetPage,
    TrialBalance,
)
from stationdesk.penalties.splits.rules import Rule, RuleSet
from stationdesk.stations import service as stations
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.session import hot_transaction
from stationdesk.tenancy.wiring import Caller, Connections, Now, Transaction

_RULES = TypeAdapter(tuple[Rule, ...])


@get("/fines", guards=[requires(Permission.FINES_READ)])
async def list_fines(
    actor: Caller,
    session: Transaction,
    status: FromQuery[str | None] = None,
    station: FromQuery[str | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> FinePage:
    """Fines and refunds, newest first; `status`: undecided, attributed, reversed."""
    return await service.fine_page(
        session, actor, status=status, station=station, cursor=cursor, limit=limit
    )


@get("/fines/{fine_id:uuid}", guards=[requires(Permission.FINES_READ)])
async def show_fine(
    fine_id: FromPath[UUID], actor: Caller, session: Transaction, now: Now
) -> FineDetail:
    """One fine: evidence, proposal with reasons, what each cause would lead to, the decision."""
    return await service.fine_detail(session, actor, fine_id, now)


@post("/fines/{fine_id:uuid}/attribution", guards=[requires(Permission.FINES_DECIDE)])
async def attribute_fine(
    fine_id: FromPath[UUID],
    data: JSONBody[NewAttributionIn],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> FineDetail:
    """Decide who bears it; split by rule and posted. 409 where it has been decided already."""
    await service.attribute(
        session, actor, fine_id, cause=data.cause, agent=data.agent, note=data.note, now=now
    )
    return await service.fine_detail(session, actor, fine_id, now)


@post("/fines/{fine_id:uuid}/reversal", guards=[requires(Permission.FINES_DECIDE)])
async def reverse_fine(
    fine_id: FromPath[UUID],
    data: JSONBody[ReversalIn],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> FineDetail:
    """Negate every transaction of the fine: HQ gave it back. `reopen`: only the decision."""
    await service.reverse(
        session, actor, fine_id, note=data.note, is_reopening=data.reopen, now=now
    )
    return await service.fine_detail(session, actor, fine_id, now)


@post(
    "/fines/{fine_id:uuid}/appeal",
    guards=[requires(Permission.CASES_OPEN, Permission.FINES_DECIDE)],
)
async def appeal_fine(
    fine_id: FromPath[UUID],
    data: JSONBody[AppealIn],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> AppealOpened:
    """Open an appeal with the fine's facts and evidence; 409 where one is open or it is late."""
    record = await service.open_appeal(
        session, actor, fine_id, ground=data.ground, reason=data.reason, now=now
    )
    return AppealOpened(record.id, record.number)


@get("/split-rules", guards=[requires(Permission.FINES_DECIDE)])
async def list_split_rules(actor: Caller, session: Transaction) -> RuleSetPage:
    """Every version of the firm's rules and its stations' contracts, newest first."""
    found = await service.list_rule_sets(session, actor)
    return RuleSetPage(items=[_rule_set(*each) for each in found], next_cursor=None)


@post("/split-rules", guards=[requires(Permission.POLICIES_MANAGE)])
async def add_split_rules(
    data: JSONBody[NewRuleSet], actor: Caller, session: Transaction, now: Now
) -> RuleSetOut:
    """A new version, from a day on."""
    rules = read_rules(data.rules)
    station_id = None
    if data.station is not None:
        station_id = (await stations.station_by_code(session, data.station)).id
    added = await service.add_rule_set(
        session,
        actor,
        name=data.name,
        station_id=station_id,
        effective_from=data.effective_from,
        rules=rules,
        now=now,
    )
    return _rule_set(*added)


@get("/ledger/trial-balance", guards=[requires(Permission.LEDGER_READ)])
async def trial_balance(actor: Caller, database: Connections) -> TrialBalance:
    """Every account's exact balance in one snapshot, debit positive."""
    async with hot_transaction(database, actor) as connection:
        found = await ledger.trial_balance(connection, actor.firm_id)
    return TrialBalance(
        accounts=[BalanceOut(each.account, each.balance_fen) for each in found],
        total_fen=sum(each.balance_fen for each in found),
    )


def read_rules(raw: list[dict[str, Any]]) -> tuple[Rule, ...]:
    """Rules as they are sent. Raises RulesInvalid, naming the place."""
    try:
        return _RULES.validate_python(raw)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise RulesInvalid(f"rules.{place}: {first['msg']}", field=f"rules.{place}") from error


def _rule_set(rule_set_id: UUID | None, rule_set: RuleSet) -> RuleSetOut:
    return RuleSetOut(
        id=rule_set_id,
        name=rule_set.name,
        version=rule_set.version,
        station_id=rule_set.station_id,
        effective_from=rule_set.effective_from,
        is_example=rule_set.is_example,
        rules=[rule.model_dump(mode="json") for rule in rule_set.rules],
    )


ROUTES = [
    list_fines,
    show_fine,
    attribute_fine,
    reverse_fine,
    appeal_fine,
    list_split_rules,
    add_split_rules,
    trial_balance,
]
