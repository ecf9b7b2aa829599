"""What a decision on a dispute may say, and whether it does what it says. Pure."""

from typing import Literal

import msgspec

from stationdesk.foundation.money import Fen, format_yuan
from stationdesk.penalties.causes.words import Cause
from stationdesk.penalties.disputes.errors import VerdictInvalid
from stationdesk.penalties.splits.relief import Disputing, Relief

TEXT_MAX = 4000


class Verdict(msgspec.Struct, frozen=True):
    """As it was entered; see `schemas.VerdictIn`."""

    outcome: Literal["upheld", "accepted", "partly"]
    reason: str
    cause: Cause | None = None
    agent: str | None = None
    share_fen: Fen | None = None


def check_form(verdict: Verdict, share_fen: Fen, asked_fen: Fen) -> None:
    """Raise VerdictInvalid for what contradicts itself, naming the field."""
    if not 1 <= len(verdict.reason.strip()) <= TEXT_MAX:
        raise VerdictInvalid(
            f"Give the reasons, in 1 to {TEXT_MAX} characters: whoever disputed reads them.",
            field="reason",
            zh="请写明裁定理由，提出异议的人会看到。",
        )
    if verdict.outcome != "partly" and verdict.share_fen is not None:
        raise VerdictInvalid(
            "Only a part acceptance names a new share.",
            field="share_fen",
            zh="只有部分支持才填新的份额。",
        )
    if verdict.cause is None and (verdict.agent or "").strip():
        raise VerdictInvalid(
            "An agent is named together with a cause.",
            field="agent",
            zh="指定坐席时要一并选责任原因。",
        )
    if verdict.outcome == "upheld" and verdict.cause is not None:
        raise VerdictInvalid(
            "What is upheld keeps its cause.", field="cause", zh="维持原定责时，不能改责任原因。"
        )
    if verdict.outcome == "partly":
        _check_partly(verdict, share_fen, asked_fen)


def _check_partly(verdict: Verdict, share_fen: Fen, asked_fen: Fen) -> None:
    if (verdict.cause is None) == (verdict.share_fen is None):
        raise VerdictInvalid(
            "Accepted in part: either another cause, or the share that remains.",
            field="share_fen",
            zh="部分接受：改定原因，或写明还承担多少，二选一。",
        )
    least = share_fen - asked_fen
    if verdict.share_fen is not None and not least < verdict.share_fen < share_fen:
        raise VerdictInvalid(
            f"Of ¥{format_yuan(share_fen)}, ¥{format_yuan(asked_fen)} is disputed: the share that "
            f"remains lies between ¥{format_yuan(least)} and ¥{format_yuan(share_fen)}. At the "
            "first it would be accepted wholly, at the second upheld.",
            field="share_fen",
            zh=f"还承担的金额要在 ¥{format_yuan(least)} 和 ¥{format_yuan(share_fen)} 之间："
            "等于前者是全部接受，等于后者是维持。",
        )


def relief_of(verdict: Verdict, party: Disputing, share_fen: Fen, asked_fen: Fen) -> Relief | None:
    """What the party bears at most where the cause stays; None where there is a new cause."""
    if verdict.cause is not None:
        return None
    to_fen = share_fen - asked_fen if verdict.share_fen is None else verdict.share_fen
    return Relief(party, to_fen)


def check_effect(verdict: Verdict, share_fen: Fen, asked_fen: Fen, borne_fen: Fen) -> None:
    """Raise VerdictInvalid where a new cause does not do what the outcome says.

    `borne_fen`: what the party bears by the new split.
    """
    most = share_fen - asked_fen if verdict.outcome == "accepted" else share_fen - 1
    if borne_fen > most:
        raise VerdictInvalid(
            f"By that cause the party would still bear ¥{format_yuan(borne_fen)} of "
            f"¥{format_yuan(share_fen)}: choose another cause, or name the share that remains.",
            field="cause",
            zh=f"按这个原因对方仍要承担 ¥{format_yuan(borne_fen)}（原 ¥{format_yuan(share_fen)}）："
            "请换一个原因，或写明还承担多少。",
        )
