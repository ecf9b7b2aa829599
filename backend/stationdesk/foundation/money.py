"""Money is integer fen (1/100 yuan). Floats never touch it."""

import re
from typing import TypeAlias

Fen: TypeAlias = int

_YUAN = re.compile(r"([+\-−])?[¥￥]?([+\-−])?(\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.(\d*))?")


def parse_yuan(text: str) -> Fen:
    """Read an amount in yuan, "1,234.5" or "-¥8.00", into fen.

    Raises ValueError for anything else, more than two decimals included ("1.005" is no amount
    that a bill can hold); trailing zeros beyond two decimals are harmless and accepted.
    """
    match = _YUAN.fullmatch(text.strip())
    if match is None or (match[1] and match[2]):
        raise ValueError(f"not an amount in yuan: {text!r}")
    fraction = (match[4] or "").rstrip("0")
    if len(fraction) > 2:
        raise ValueError(f"more than two decimals: {text!r}")
    fen = int(match[3].replace(",", "")) * 100 + int(fraction.ljust(2, "0") or "0")
    return fen if (match[1] or match[2]) in (None, "+") else -fen


def yuan_or_none(text: str) -> Fen | None:
    """The same; None for what is no amount, where its row is refused elsewhere."""
    try:
        return parse_yuan(text)
    except ValueError:
        return None


def format_yuan(fen: Fen) -> str:
    """ "1,234.50": always two decimals, a minus sign in front where negative."""
    sign = "-" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), 100)
    return f"{sign}{yuan:,}.{rest:02d}"
