"""Reissue or wait 补单还是等: what each would cost, side by side (domain §4). Pure.

Waiting costs the carrier's fine for every day more, and, should the parcel never be found, a claim
at the price on the tag. Reissuing costs the goods at cost price and the freight, once. An example
of the trade: a parcel of ¥9.90 against ¥50 a day.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Recommendation = Literal["reissue", "wait"]
LARGEST_FEN = 10_000_000_00
DAYS_MAX = 365


class Figures(Struct, frozen=True):
    """What is known or assumed. `loss_percent`: how likely it is never found, 0 to 100."""

    goods_value_fen: int
    price_tag_fen: int
    daily_fine_fen: int
    expected_days: int
    freight_fen: int
    loss_percent: int


class Comparison(Struct, frozen=True):
    """Both sides. `saving_fen` is what the recommendation saves; `break_even_days`: from that day
    on reissuing is cheaper, None where waiting never costs more."""

    figures: Figures
    wait_fines_fen: int
    wait_claim_fen: int
    wait_total_fen: int
    reissue_goods_fen: int
    reissue_freight_fen: int
    reissue_total_fen: int
    if_lost_wait_fen: int
    if_lost_reissue_fen: int
    recommendation: Recommendation
    saving_fen: int
    break_even_days: int | None


def compare(figures: Figures) -> Comparison:
    """Both sides to the fen; a tie is for waiting, since then nothing need be asked of anybody."""
    fines = figures.daily_fine_fen * figures.expected_days
    claim = (figures.price_tag_fen * figures.loss_percent + 50) // 100
    wait = fines + claim
    reissue = figures.goods_value_fen + figures.freight_fen
    return Comparison(
        figures=figures,
        wait_fines_fen=fines,
        wait_claim_fen=claim,
        wait_total_fen=wait,
        reissue_goods_fen=figures.goods_value_fen,
        reissue_freight_fen=figures.freight_fen,
        reissue_total_fen=reissue,
        if_lost_wait_fen=fines + figures.price_tag_fen,
        if_lost_reissue_fen=reissue,
        recommendation="reissue" if reissue < wait else "wait",
        saving_fen=abs(wait - reissue),
        break_even_days=_break_even_days(figures.daily_fine_fen, reissue - claim),
    )


def _break_even_days(daily_fine_fen: int, ahead_fen: int) -> int | None:
    if ahead_fen < 0:
        return 0
    if daily_fine_fen == 0:
        return None
    return ahead_fen // daily_fine_fen + 1
