"""How an award is shared out: whole fen, never more than was borne. Pure.

The order of work, written down because pennies are quarrelled over:
1. What is shared out is the award, at most what is still borne; the rest is the station's.
2. Over several fines first, in proportion to what is still borne of each; then, fine by fine, over
   the parties, in proportion to what each still bears of it.
3. Claims become whole fen by largest remainder; ties go by `RANK` (the firm, the station, the
   counterparty, the agent), between fines to the older one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from stationdesk.foundation.money import Fen
from stationdesk.penalties.causes.words import Party
from stationdesk.penalties.splits.waterfall import RANK

_PARTY_OF_ACCOUNT: Final = {
    "agent": Party.AGENT,
    "station": Party.STATION,
    "counterparty": Party.COUNTERPARTY,
    "firm": Party.FIRM,
}


@dataclass(frozen=True, slots=True)
class Part:
    """So much of an award goes to whoever bore a fine on that account."""

    fine_id: UUID
    account: str
    amount_fen: Fen

    @property
    def party(self) -> Party:
        """Whose account it is."""
        return party_of(self.account)


def party_of(account: str) -> Party:
    """The party that bears on an account."""
    return _PARTY_OF_ACCOUNT[account.partition("/")[0]]


def allot(award_fen: Fen, borne_fen: Mapping[UUID, Mapping[str, Fen]]) -> list[Part]:
    """Share an award out. `borne_fen`: by fine and account, what is still borne of it.

    What the parts leave of the award was borne by nobody: it is the station's.
    """
    still = {
        fine_id: {account: fen for account, fen in borne.items() if fen > 0}
        for fine_id, borne in sorted(borne_fen.items())
    }
    fines = [(fine_id, sum(borne.values())) for fine_id, borne in still.items()]
    parts = []
    for (fine_id, _), of_fine in zip(fines, _largest_remainder(award_fen, fines), strict=True):
        accounts = sorted(
            still[fine_id].items(), key=lambda each: (RANK[party_of(each[0])], each[0])
        )
        shares = _largest_remainder(of_fine, accounts)
        parts += [
            Part(fine_id, account, share)
            for (account, _), share in zip(accounts, shares, strict=True)
            if share
        ]
    return parts


def _largest_remainder(amount_fen: Fen, bearers: Sequence[tuple[object, Fen]]) -> list[Fen]:
    """Whole fen in proportion, none above what its bearer bears; ties go to the earlier one."""
    total = sum(borne for _, borne in bearers)
    amount = min(amount_fen, total)
    if total == 0:
        return [0 for _ in bearers]
    shares = [amount * borne // total for _, borne in bearers]
    rests = [amount * borne % total for _, borne in bearers]
    order = sorted(range(len(bearers)), key=lambda at: (-rests[at], at))
    for at in order[: amount - sum(shares)]:
        shares[at] += 1
    return shares
