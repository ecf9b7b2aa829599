"""What a bill line's code says about which cases, and which deadlines, its fine is about. Pure.

A clock that ran out explains a fine for lateness; it does not explain a broken parcel. So a fine
of a category is weighed by the cases that it can be about alone, and some categories are about no
clock at all.
"""

from collections.abc import Mapping, Sequence
from typing import Final, Protocol, TypeVar

from stationdesk.penalties.bills.categories import FineCategory

KINDS_OF: Final[Mapping[FineCategory, frozenset[str]]] = {
    FineCategory.LATE_REPLY: frozenset(
        {
            "work_order", "message", "chase", "inquiry", "complaint", "problem_parcel",
            "driver_help", "pickup_order",
        }
    ),
    FineCategory.COMPLAINT: frozenset({"complaint", "work_order", "chase", "problem_parcel"}),
    FineCategory.INTERCEPTION: frozenset({"interception", "work_order", "message"}),
    FineCategory.DAMAGE: frozenset({"arbitration", "complaint"}),
    FineCategory.LOSS: frozenset({"arbitration", "complaint", "chase"}),
    FineCategory.FALSE_PROBLEM: frozenset({"problem_parcel"}),
    FineCategory.FALSE_SIGNATURE: frozenset({"complaint", "chase", "work_order", "inquiry"}),
}  # fmt: skip
"""The kinds of case that a fine of the category can be about; a category not named: any."""

NOT_ABOUT_TIME: Final = frozenset({FineCategory.FALSE_PROBLEM, FineCategory.FALSE_SIGNATURE})
"""What was said or signed was false; whether it was in time is not the question."""


class OfKind(Protocol):
    """Anything that has a kind of case."""

    @property
    def kind(self) -> str: ...


C = TypeVar("C", bound=OfKind)


def cases_about(category: FineCategory, cases: Sequence[C]) -> list[C]:
    """Those of the cases that a fine of the category can be about."""
    kinds = KINDS_OF.get(category)
    return [case for case in cases if kinds is None or case.kind in kinds]
