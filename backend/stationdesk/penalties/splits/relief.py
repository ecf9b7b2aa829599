"""What a dispute, or a close, took off a party's share: moved to the firm after the waterfall.

Pure."""

from collections.abc import Sequence
from typing import Any, Literal, TypeAlias

import msgspec

from stationdesk.foundation.money import Fen, format_yuan
from stationdesk.penalties.causes.words import PARTY_ZH, Party
from stationdesk.penalties.splits.waterfall import Line, Reason, Split

Disputing: TypeAlias = Literal["agent", "station"]


class Relief(msgspec.Struct, frozen=True):
    """A party bears `to_fen` at the most: a decision on its dispute said so, or a close left no
    more of it within the wage's cap (domain §6, step 7: that month's caps)."""

    party: Disputing
    to_fen: Fen
    because: Literal["dispute", "wage_cap"] = "dispute"


def relieve(result: Split, reliefs: Sequence[Relief]) -> Split:
    """The split with what is above each relief moved to the firm, to the fen.

    The lines still add up to the fine. A share that is no larger stays as it is, and so does what
    a refund gives back.
    """
    for relief in reliefs:
        party = Party(relief.party)
        cut_fen = result.total(party) - relief.to_fen
        if cut_fen > 0:
            result = _moved(result, party, relief, cut_fen)
    return result


def reliefs_of(inputs: dict[str, Any]) -> tuple[Relief, ...]:
    """The reliefs that a stored decision was split under."""
    return tuple(msgspec.convert(each, Relief) for each in inputs.get("reliefs", ()))


def _moved(result: Split, party: Party, relief: Relief, cut_fen: Fen) -> Split:
    to, cut = format_yuan(relief.to_fen), format_yuan(cut_fen)
    reason, zh, en, falls_zh = {
        "dispute": (
            Reason.DISPUTE,
            f"异议裁定：{PARTY_ZH[party]}改为承担 ¥{to}，减 ¥{cut}",
            f"Dispute: the {party} now bears ¥{to}, ¥{cut} less",
            "异议减下的",
        ),
        "wage_cap": (
            Reason.CAP_WAGE,
            f"当月结账时工资上限只容{PARTY_ZH[party]}承担 ¥{to}，切下 ¥{cut}",
            f"That month's close left the {party} ¥{to} within the wage's cap: ¥{cut} cut off",
            "工资上限切下的",
        ),
    }[relief.because]
    lines = (
        Line(reason, party, -cut_fen, zh, en),
        Line(
            reason,
            Party.FIRM,
            cut_fen,
            f"{falls_zh} ¥{cut} 由公司承担",
            f"The ¥{cut} taken off falls to the firm",
        ),
    )
    totals = dict(result.totals)
    for line in lines:
        key = (line.party, None)
        totals[key] = totals.get(key, 0) + line.amount_fen
    kept = {key: amount for key, amount in totals.items() if amount}
    return Split((*result.lines, *lines), kept)
