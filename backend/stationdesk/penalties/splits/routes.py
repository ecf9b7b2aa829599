"""Split rules, trying them, and the table of carriers' item codes, over HTTP."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import get, post, put
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_200_OK, HTTP_204_NO_CONTENT

from stationdesk.foundation.zones import HOME
from stationdesk.penalties.bills import repository as fine_codes
from stationdesk.penalties.bills.categories import CATEGORY_LABELS, EXAMPLE_CODES, category_of
from stationdesk.penalties.splits import rule_sets, trying
from stationdesk.penalties.splits.checks import Doubt, doubts
from stationdesk.penalties.splits.rules import RuleSet, read_rules
from stationdesk.penalties.splits.schemas import (
    BearerOut,
    CategoryOut,
    DoubtOut,
    DraftRulesIn,
    FineCodeIn,
    FineCodeOut,
    FineCodePage,
    MovedOut,
    NewRuleSet,
    RuleSetOut,
    RuleSetPage,
    WhatIfOut,
)
from stationdesk.penalties.splits.what_if import Bearer
from stationdesk.stations import service as stations
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.session import raw_connection
from stationdesk.tenancy.wiring import Caller, Now, Transaction

MOVED_MAX = 200


@get("/split-rules", guards=[requires(Permission.FINES_DECIDE)])
async def list_split_rules(actor: Caller, session: Transaction) -> RuleSetPage:
    """Every version of the firm's rules and its stations' contracts, newest first."""
    found = await rule_sets.list_rule_sets(session, actor)
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
    added = await rule_sets.add_rule_set(
        session,
        actor,
        name=data.name,
        station_id=station_id,
        effective_from=data.effective_from,
        rules=rules,
        now=now,
    )
    return _rule_set(*added)


@post("/split-rules/check", guards=[requires(Permission.POLICIES_MANAGE)], status_code=HTTP_200_OK)
async def check_split_rules(data: JSONBody[DraftRulesIn]) -> list[DoubtOut]:
    """What is doubtful in draft rules: what can never match, overlaps, shares without a cap."""
    return [_doubt(each) for each in doubts(read_rules(data.rules))]


@post(
    "/split-rules/what-if", guards=[requires(Permission.POLICIES_MANAGE)], status_code=HTTP_200_OK
)
async def try_split_rules(
    data: JSONBody[DraftRulesIn], actor: Caller, session: Transaction, now: Now
) -> WhatIfOut:
    """Last month's decided fines, or another's, under draft rules: who would pay what."""
    rules = read_rules(data.rules)
    this_month = now.astimezone(HOME).date().replace(day=1)
    period = (data.period or this_month - timedelta(days=1)).replace(day=1)
    station_id: UUID | None = None
    if data.station is not None:
        station_id = (await stations.station_by_code(session, data.station)).id
    found = await trying.try_rules(
        session, actor, rules=rules, station_id=station_id, period=period
    )
    moved = [
        MovedOut(each.fine_id, each.rule_name, each.moved_fen,
                 _bearers(each.before_fen, each.after_fen))
        for each in found.differences[:MOVED_MAX]
    ]  # fmt: skip
    return WhatIfOut(
        period=period,
        fines=found.fines,
        differing=len(found.differences),
        bearers=_bearers(found.before_fen, found.after_fen),
        moved=moved,
        doubts=[_doubt(each) for each in doubts(rules)],
    )


@get("/fine-codes", guards=[requires(Permission.FINES_READ)])
async def list_fine_codes(actor: Caller, session: Transaction) -> FineCodePage:
    """The item codes of the firm's bills, with what each is about."""
    connection = await raw_connection(session)
    known = await fine_codes.categories(connection, actor.firm_id)
    items = []
    for row in await fine_codes.fine_codes(connection, actor.firm_id):
        category = category_of(known, row["carrier"], row["code"], row["name"])
        zh, en = CATEGORY_LABELS[category]
        name = row["name"] or EXAMPLE_CODES.get(row["code"], ("", None))[0]
        items.append(
            FineCodeOut(
                row["carrier"], row["code"], name, str(category), zh, en,
                row["category"] is not None, row["fines"], row["amount_fen"],
                row["changed_by_name"],
            )
        )  # fmt: skip
    categories = [CategoryOut(str(each), *labels) for each, labels in CATEGORY_LABELS.items()]
    return FineCodePage(items, categories)


@put(
    "/fine-codes/{carrier:str}/{code:str}",
    guards=[requires(Permission.POLICIES_MANAGE)],
    status_code=HTTP_204_NO_CONTENT,
)
async def set_fine_code(
    carrier: FromPath[str],
    code: FromPath[str],
    data: JSONBody[FineCodeIn],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> None:
    """Say what a carrier's code is about; fines decided from now on are split by it."""
    await trying.set_category(
        session, actor, carrier=carrier, code=code, name=data.name, category=data.category, now=now
    )


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


def _doubt(each: Doubt) -> DoubtOut:
    return DoubtOut(each.code, each.severity, each.rule, each.other, each.zh, each.en)


def _bearers(before: Mapping[Bearer, int], after: Mapping[Bearer, int]) -> list[BearerOut]:
    found = [
        BearerOut(str(who[0]), who[1], before.get(who, 0), after.get(who, 0))
        for who in {*before, *after}
    ]
    return sorted(found, key=lambda each: (each.party, each.name))


ROUTES: list[Any] = [
    list_split_rules,
    add_split_rules,
    check_split_rules,
    try_split_rules,
    list_fine_codes,
    set_fine_code,
]
