"""What each role may do (domain §9), and the guards that routes carry."""

from enum import StrEnum
from typing import Any, Final

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler
from litestar.types import Guard

from stationdesk.foundation.errors import Forbidden, Unauthenticated
from stationdesk.tenancy.actor import ROLES_ZH, Actor, Role


class Permission(StrEnum):
    """One thing that a route lets somebody do."""

    CASES_READ = "cases_read"
    CASES_OPEN = "cases_open"
    CASES_WORK = "cases_work"
    CASES_SUPERVISE = "cases_supervise"
    CASES_ANSWER = "cases_answer"
    PARCELS_READ = "parcels_read"
    IMPORTS_READ = "imports_read"
    SCANS_IMPORT = "scans_import"
    BILLS_IMPORT = "bills_import"
    STATIONS_READ = "stations_read"
    STATIONS_MANAGE = "stations_manage"
    MEMBERS_READ = "members_read"
    MEMBERS_MANAGE = "members_manage"
    ASSIGNMENTS_MANAGE = "assignments_manage"
    FINES_READ = "fines_read"
    FINES_DECIDE = "fines_decide"
    LEDGER_READ = "ledger_read"
    POLICIES_READ = "policies_read"
    POLICIES_MANAGE = "policies_manage"
    REPORTS_READ = "reports_read"
    CUSTOMERS_READ = "customers_read"
    CUSTOMERS_MANAGE = "customers_manage"
    CONTACTS_REVEAL = "contacts_reveal"
    REVEALS_READ = "reveals_read"
    RISK_READ = "risk_read"
    RISK_DECIDE = "risk_decide"
    NOTICES_MANAGE = "notices_manage"
    FINES_OWN = "fines_own"
    DISPUTES_RAISE = "disputes_raise"
    DISPUTES_DECIDE = "disputes_decide"
    LOSSES_ENTER = "losses_enter"
    MONTHS_CLOSE = "months_close"
    WAGES_MANAGE = "wages_manage"
    STATEMENTS_READ = "statements_read"


_P = Permission
# Wages are for finance alone; what is his own, the one concerned sees and disputes.
_EVERYTHING: Final = frozenset(Permission) - {
    _P.CASES_ANSWER,
    _P.FINES_OWN,
    _P.DISPUTES_RAISE,
    _P.WAGES_MANAGE,
}
_AGENT: Final = frozenset(
    {
        _P.CASES_READ,
        _P.CASES_OPEN,
        _P.CASES_WORK,
        _P.PARCELS_READ,
        _P.STATIONS_READ,
        _P.MEMBERS_READ,
        _P.POLICIES_READ,
        _P.CUSTOMERS_READ,
        _P.CUSTOMERS_MANAGE,
        _P.CONTACTS_REVEAL,
        _P.RISK_READ,
        _P.FINES_OWN,
        _P.DISPUTES_RAISE,
        _P.LOSSES_ENTER,
        _P.STATEMENTS_READ,
    }
)
_SUPERVISOR: Final = _AGENT | {
    _P.CASES_SUPERVISE,
    _P.IMPORTS_READ,
    _P.SCANS_IMPORT,
    _P.REPORTS_READ,
    _P.FINES_READ,
    _P.FINES_DECIDE,
    _P.ASSIGNMENTS_MANAGE,
    _P.REVEALS_READ,
    _P.RISK_DECIDE,
}

ROLE_PERMISSIONS: Final[dict[Role, frozenset[Permission]]] = {
    Role.FIRM_OWNER: _EVERYTHING,
    Role.MANAGER: _EVERYTHING,
    Role.SYSTEM: _EVERYTHING,
    Role.SUPERVISOR: _SUPERVISOR,
    Role.AGENT: _AGENT,
    Role.QUALITY: frozenset(
        {
            _P.CASES_READ,
            _P.PARCELS_READ,
            _P.STATIONS_READ,
            _P.MEMBERS_READ,
            _P.FINES_READ,
            _P.REPORTS_READ,
            _P.POLICIES_READ,
            _P.CUSTOMERS_READ,
            _P.REVEALS_READ,
            _P.RISK_READ,
        }
    ),
    Role.FINANCE: frozenset(
        {
            _P.CASES_READ,
            _P.STATIONS_READ,
            _P.MEMBERS_READ,
            _P.IMPORTS_READ,
            _P.BILLS_IMPORT,
            _P.FINES_READ,
            _P.FINES_DECIDE,
            _P.LEDGER_READ,
            _P.REPORTS_READ,
            _P.PARCELS_READ,
            _P.POLICIES_READ,
            _P.DISPUTES_DECIDE,
            _P.LOSSES_ENTER,
            _P.MONTHS_CLOSE,
            _P.WAGES_MANAGE,
            _P.STATEMENTS_READ,
        }
    ),
    Role.STATION_OWNER: frozenset(
        {
            _P.CASES_READ,
            _P.CASES_ANSWER,
            _P.PARCELS_READ,
            _P.STATIONS_READ,
            _P.FINES_READ,
            _P.REPORTS_READ,
            _P.DISPUTES_RAISE,
            _P.STATEMENTS_READ,
        }
    ),
    # The platform's operator runs the SaaS and sees no firm's data (domain §1).
    Role.OPERATOR: frozenset(),
}


def allows(actor: Actor, permission: Permission) -> bool:
    """Whether the actor's role grants the permission."""
    return permission in ROLE_PERMISSIONS[actor.role]


def demand(actor: Actor, *permissions: Permission) -> None:
    """Raise Forbidden unless the actor holds one of the permissions."""
    if not any(allows(actor, permission) for permission in permissions):
        wanted = " / ".join(permissions)
        raise Forbidden(
            f"The role {actor.role} has no permission {wanted}; ask a manager of the firm.",
            zh=f"您的角色（{ROLES_ZH[actor.role]}）不能做这一步，请找经理。",
        )


def requires(*permissions: Permission) -> Guard:
    """A Litestar guard: signed in, and holding at least one of the permissions."""

    def guard(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        demand(signed_in(connection), *permissions)

    guard.permissions = permissions  # type: ignore[attr-defined]
    return guard


def signed_in(connection: ASGIConnection[Any, Any, Any, Any]) -> Actor:
    """The actor that the authentication middleware found, or Unauthenticated."""
    actor = connection.scope.get("user")
    if not isinstance(actor, Actor):
        raise Unauthenticated(
            "No session cookie and no valid bearer token came with the request.",
            zh="登录已失效，请重新登录。",
        )
    return actor


def any_member(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """A guard for what every member may do, whatever his role (his own session, say)."""
    signed_in(connection)


public: Final[dict[str, Any]] = {"public": True}
"""`opt=public` marks a route that nobody need sign in for; a test lists them."""
