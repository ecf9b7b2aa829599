"""Who acts: a member of one firm, a service of it, or the system on its behalf."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal, TypeAlias
from uuid import UUID

Scope: TypeAlias = Literal["firm", "agent", "station"]


class Role(StrEnum):
    """What a member is to the firm (domain §1, §9)."""

    FIRM_OWNER = "firm_owner"
    MANAGER = "manager"
    SUPERVISOR = "supervisor"
    AGENT = "agent"
    QUALITY = "quality"
    FINANCE = "finance"
    STATION_OWNER = "station_owner"
    OPERATOR = "operator"
    SYSTEM = "system"


ROLES_ZH: Final[Mapping[Role, str]] = {
    Role.FIRM_OWNER: "公司负责人",
    Role.MANAGER: "经理",
    Role.SUPERVISOR: "组长",
    Role.AGENT: "坐席",
    Role.QUALITY: "质检",
    Role.FINANCE: "财务",
    Role.STATION_OWNER: "网点老板",
    Role.OPERATOR: "平台运营",
    Role.SYSTEM: "系统",
}

MEMBER_ROLES = tuple(role for role in Role if role is not Role.SYSTEM)
_SCOPES: dict[Role, Scope] = {Role.AGENT: "agent", Role.STATION_OWNER: "station"}


@dataclass(frozen=True, slots=True)
class Actor:
    """The subject of every guard and of every tenant transaction.

    `station_ids` is None for all stations of the firm; for an agent the stations assigned to him,
    for a station owner his own. Row-level security holds what `scope` and `station_ids` say.
    """

    firm_id: UUID
    role: Role
    name: str
    member_id: UUID | None = None
    user_id: UUID | None = None
    station_ids: frozenset[UUID] | None = None

    @property
    def scope(self) -> Scope:
        """`firm`: every row; `agent`: firm-wide rows and his stations'; `station`: only those."""
        if self.role in _SCOPES:
            return _SCOPES[self.role]
        return "firm" if self.station_ids is None else "agent"

    @staticmethod
    def system(firm_id: UUID) -> "Actor":
        """The product itself, in one firm: sweeps, ladders, imports by command."""
        return Actor(firm_id=firm_id, role=Role.SYSTEM, name="系统")
