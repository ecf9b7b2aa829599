"""How much each role may decide alone: figures of the policy `penalties`. Pure."""

from __future__ import annotations

from typing import Final

from stationdesk.foundation.money import Fen, format_yuan
from stationdesk.penalties.causes.policy import PenaltyParameters
from stationdesk.penalties.errors import OverLimit
from stationdesk.policies.service import InForce
from stationdesk.tenancy.actor import Role

RANKS: Final = (Role.SUPERVISOR, Role.FINANCE, Role.MANAGER, Role.FIRM_OWNER)
"""Who can have a limit, the lowest first."""
_ZH: Final = {
    Role.SUPERVISOR: "组长",
    Role.FINANCE: "财务",
    Role.MANAGER: "经理",
    Role.FIRM_OWNER: "老板",
}


def limit_of(role: Role, parameters: PenaltyParameters) -> Fen | None:
    """Up to which amount the role decides a fine alone; None: any. Who is not named, nothing."""
    if role is Role.SYSTEM:
        return None
    limits = {
        Role.SUPERVISOR: parameters.supervisor_limit_fen,
        Role.FINANCE: parameters.finance_limit_fen,
        Role.MANAGER: parameters.manager_limit_fen,
        Role.FIRM_OWNER: parameters.firm_owner_limit_fen,
    }
    return limits.get(role, 0)


def is_within(role: Role, amount_fen: Fen, parameters: PenaltyParameters) -> bool:
    """Whether the role's limit holds the amount; a refund counts by its size."""
    limit = limit_of(role, parameters)
    return limit is None or abs(amount_fen) <= limit


def who_may(amount_fen: Fen, parameters: PenaltyParameters) -> list[Role]:
    """The roles whose limits hold the amount, the lowest first."""
    return [role for role in RANKS if is_within(role, amount_fen, parameters)]


def demand_limit(role: Role, amount_fen: Fen, held: InForce[PenaltyParameters]) -> None:
    """Raise OverLimit where the role may not decide on that amount."""
    if is_within(role, amount_fen, held.parameters):
        return
    limit = limit_of(role, held.parameters) or 0
    able = who_may(amount_fen, held.parameters)
    told = ", ".join(str(each) for each in able) or "nobody: the policy must change first"
    told_zh = "、".join(_ZH[each] for each in able) or "没有人，须先修改制度"
    raise OverLimit(
        f"¥{format_yuan(abs(amount_fen))} is over your limit of ¥{format_yuan(limit)} "
        f"({held.code} v{held.version}). Who may: {told}.",
        zh=f"金额 ¥{format_yuan(abs(amount_fen))} 超过您的权限 ¥{format_yuan(limit)}"
        f"（{held.code} v{held.version}），可定的人：{told_zh}。",
        limit_fen=limit,
        roles=[str(each) for each in able],
    )
