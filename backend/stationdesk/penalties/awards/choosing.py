"""Which fines an award is about, and what it waits for where that is not clear. Pure."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from stationdesk.penalties.awards.repository import AwardRow
from stationdesk.penalties.bills.categories import EXAMPLE_CODES
from stationdesk.penalties.repository.fines import FineRow

AWARD_WORD = "返款"


class Waiting(StrEnum):
    """What an award waits for."""

    NO_FINE = "no_fine"
    """No fine of that parcel is known: it may come, or the award is the station's own."""
    OTHER_KIND = "other_kind"
    """The parcel's fines are about something else: a person says."""
    SEVERAL = "several"
    """Several fines of that kind: a person says which."""
    PERHAPS_KNOWN = "perhaps_known"
    """A payment and a bill's line of different amounts: one award or two? A person says."""
    UNDECIDED = "undecided"
    """Nobody has decided yet who bears the fine."""


@dataclass(frozen=True, slots=True)
class About:
    """The fines that the award is about; or what it waits for."""

    fines: tuple[FineRow, ...]
    waits_for: Waiting | None = None


def is_award_line(line: FineRow) -> bool:
    """A line that gives back what an arbitration awarded, not what an appeal took off a fine."""
    example = EXAMPLE_CODES.get(line.code, ("", None))[0]
    return line.amount_fen < 0 and (AWARD_WORD in line.name or AWARD_WORD in example)


def about(
    award: AwardRow,
    chosen: Sequence[FineRow],
    candidates: Sequence[FineRow],
    others: Sequence[AwardRow],
    decided: Set[UUID],
) -> About:
    """What a person chose, else the one fine of the parcel that is of the award's kind.

    `decided`: fines of which it stands who bears them, or that nobody bears any more.
    """
    if award.is_stations:
        return About(())
    if not chosen:
        found = _by_itself(award, candidates, others)
        if isinstance(found, Waiting):
            return About((), found)
        chosen = [found]
    if any(fine.id not in decided for fine in chosen):
        return About(tuple(chosen), Waiting.UNDECIDED)
    return About(tuple(chosen))


def may_be_same(award: AwardRow, other: AwardRow) -> bool:
    """One came from a case, the other from a bill, and nobody has said that they are two."""
    return (
        award.id != other.id
        and {award.line_id is None, other.line_id is None} == {True, False}
        and {award.case_id is None, other.case_id is None} == {True, False}
        and award.decided_by is None
        and other.decided_by is None
    )


def _by_itself(
    award: AwardRow,
    candidates: Sequence[FineRow],
    others: Sequence[AwardRow],
) -> FineRow | Waiting:
    if any(may_be_same(award, other) for other in others):
        return Waiting.PERHAPS_KNOWN
    of_kind = [fine for fine in candidates if fine.category == award.ground]
    standing = [fine for fine in of_kind if fine.status != "reversed"] or of_kind
    if len(standing) == 1:
        return standing[0]
    if standing:
        return Waiting.SEVERAL
    return Waiting.OTHER_KIND if candidates else Waiting.NO_FINE
