"""The carriers' type codes over HTTP, for whoever fills in a form."""

from __future__ import annotations

from datetime import datetime

from litestar import get
from litestar.params import FromQuery

from stationdesk.case_kinds.problem_parcel.facts import types_in_force
from stationdesk.case_kinds.problem_parcel.schemas import (
    ProblemTypeOut,
    ProblemTypePage,
    ProofOut,
)
from stationdesk.case_kinds.problem_parcel.types import ProblemType
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.wiring import Caller, Now, Transaction


@get("/problem-types", guards=[requires(Permission.CASES_READ)])
async def list_problem_types(
    actor: Caller,
    session: Transaction,
    now: Now,
    carrier: FromQuery[str],
    at: FromQuery[datetime | None] = None,
) -> ProblemTypePage:
    """The types of a carrier as they held at a moment; without one, now."""
    found = await types_in_force(session, actor, carrier.strip().lower(), at or now)
    return ProblemTypePage(
        items=[_out(each) for each in found.types.values()],
        next_cursor=None,
        policy_code=found.policy,
        policy_version=found.version,
        policy_title=found.title,
    )


def _out(found: ProblemType) -> ProblemTypeOut:
    return ProblemTypeOut(
        found.code, found.zh, found.en, list(found.directions),
        [ProofOut(each.code, each.zh, each.en, each.required) for each in found.proofs],
    )  # fmt: skip


ROUTES = [list_problem_types]
