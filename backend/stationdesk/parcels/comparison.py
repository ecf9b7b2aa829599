"""The comparison with what the policy in force assumes where nobody knows better."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.foundation.request_words import field_zh
from stationdesk.parcels.errors import FiguresInvalid
from stationdesk.parcels.reissue import DAYS_MAX, LARGEST_FEN, Comparison, Figures, compare
from stationdesk.policies import service as policies
from stationdesk.stations.models import Station
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import raw_connection

KIND = "reissue"
BOUNDS = {
    "goods_value_fen": LARGEST_FEN,
    "price_tag_fen": LARGEST_FEN,
    "daily_fine_fen": LARGEST_FEN,
    "expected_days": DAYS_MAX,
    "freight_fen": LARGEST_FEN,
    "loss_percent": 100,
}


class ComparisonOut(Struct, frozen=True):
    """Both sides, which figures were assumed, and by which version of the policy."""

    comparison: Comparison
    assumed: list[str]
    policy_code: str
    policy_version: int


async def comparison(
    session: AsyncSession,
    actor: Actor,
    station: Station,
    given: Mapping[str, int | None],
    now: datetime,
) -> ComparisonOut:
    """Compare for a parcel of that station. Raises FiguresInvalid."""
    for name, most in BOUNDS.items():
        value = given.get(name)
        if value is not None and not 0 <= value <= most:
            raise FiguresInvalid(
                f"{name} must lie between 0 and {most}.", field=name, word=field_zh(name), most=most
            )
    terms = await policies.case_terms(
        await raw_connection(session), actor.firm_id, KIND, station.carrier, station.id, now
    )
    return ComparisonOut(
        comparison=compare(figures_from(given, terms.parameters)),
        assumed=[name for name in BOUNDS if given.get(name) is None],
        policy_code=terms.code,
        policy_version=terms.version,
    )


def figures_from(given: Mapping[str, Any], parameters: Mapping[str, Any]) -> Figures:
    """What is given, else what the policy assumes; the price on the tag from the cost price."""
    assumed: Mapping[str, Any] = parameters.get("comparison", {})

    def figure(name: str) -> int:
        value = given.get(name)
        # A version of the policy is only known to be whole numbers; what it assumes is bounded.
        return min(int(assumed.get(name, 0)), BOUNDS[name]) if value is None else int(value)

    goods = figure("goods_value_fen")
    tag = given.get("price_tag_fen")
    percent = int(assumed.get("price_tag_percent", 100))
    return Figures(
        goods_value_fen=goods,
        price_tag_fen=min(goods * percent // 100, LARGEST_FEN) if tag is None else int(tag),
        daily_fine_fen=figure("daily_fine_fen"),
        expected_days=figure("expected_days"),
        freight_fen=figure("freight_fen"),
        loss_percent=figure("loss_percent"),
    )
