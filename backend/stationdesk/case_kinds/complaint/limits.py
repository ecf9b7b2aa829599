"""Who may approve how much compensation: limits by role, from the policy `compensation`. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from stationdesk.foundation.money import format_yuan
from stationdesk.policies.forms import Parameters, PolicyForm, register
from stationdesk.workflow.definition import Refusal

_MOST_FEN = 10_000_000_00


def _limit(fen: int, zh: str, en: str) -> Any:
    return Field(fen, ge=0, le=_MOST_FEN, title=zh, json_schema_extra={"en": en})


class CompensationParameters(Parameters):
    """What each role may approve at most."""

    agent_fen: int = _limit(2000, "坐席可批(元)", "An agent may approve")
    supervisor_fen: int = _limit(20000, "组长可批(元)", "A supervisor may approve")
    manager_fen: int = _limit(200000, "经理可批(元)", "A manager may approve")
    firm_owner_fen: int = _limit(_MOST_FEN, "老板可批(元)", "The firm's owner may approve")


COMPENSATION = register(
    PolicyForm("compensation", "赔付权限", "Limits of compensation", CompensationParameters)
)
RANKS = ("agent", "supervisor", "manager", "firm_owner")
ROLE_ZH = {"agent": "坐席", "supervisor": "组长", "manager": "经理", "firm_owner": "老板"}


def limit_of(role: str, limits_fen: Mapping[str, Any]) -> int:
    """What the role may approve at most; a role that is not named, nothing."""
    return int(limits_fen.get(role, 0))


def who_may(amount_fen: int, limits_fen: Mapping[str, Any]) -> str | None:
    """The lowest role whose limit holds the amount; None where no limit does."""
    return next((role for role in RANKS if amount_fen <= limit_of(role, limits_fen)), None)


def within_limit(amount_fen: int, facts: Mapping[str, Any]) -> Refusal | None:
    """Refused over the asker's own limit, naming limit, who has it, and the policy's version.

    Facts that were not looked up refuse nothing: only a walk in memory has none.
    """
    limits = facts.get("limits_fen")
    if limits is None:
        return None
    limit = limit_of(facts["role"], limits)
    if amount_fen <= limit:
        return None
    version = f"{facts['policy_code']} v{facts['policy_version']}"
    able = who_may(amount_fen, limits)
    if able is None:
        told_zh, told_en = "没有角色有此权限,须先修改制度", "no role may: the policy must change"
    else:
        told_zh, told_en = f"须由{ROLE_ZH[able]}批准", f"a {able} must approve it"
    shown, most = format_yuan(amount_fen), format_yuan(limit)
    return Refusal(
        "over_limit",
        f"拟赔 ¥{shown} 超过您的权限 ¥{most}({version}),{told_zh}",
        f"¥{shown} is over your limit of ¥{most} ({version}); {told_en}",
    )
