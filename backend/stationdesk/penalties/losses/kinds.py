"""Kinds of loss, and what they are called on a statement. Pure."""

from enum import StrEnum
from typing import Final


class LossKind(StrEnum):
    """What was lost that no bill says (domain §6)."""

    WINDOW_MISSED = "window_missed"
    SETTLEMENT = "settlement"
    GOODS = "goods"


NAMES: Final[dict[LossKind, str]] = {
    LossKind.WINDOW_MISSED: "仲裁逾期未报",
    LossKind.SETTLEMENT: "私了赔付",
    LossKind.GOODS: "货物损失",
}
CODES: Final[dict[LossKind, str]] = {
    LossKind.WINDOW_MISSED: "LOSS-WINDOW",
    LossKind.SETTLEMENT: "LOSS-SETTLED",
    LossKind.GOODS: "LOSS-GOODS",
}
"""Item codes that rules may ask for, like a carrier's."""
