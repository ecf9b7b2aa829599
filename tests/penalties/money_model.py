"""Who bears what of a fine, in plain arithmetic: the oracle that the product is held against."""

from dataclasses import dataclass, field
from fractions import Fraction

CAP_FEN = 800


@dataclass
class Fine:
    """One fine of the model: what the line says, what came back, who bears the rest."""

    waybill: str
    amount: int
    refunded: int = 0
    advanced: int = 0
    cause: str | None = None
    is_given_back: bool = False
    agent: int = 0
    firm: int = 0
    station: int = 0
    wage_room: int | None = None
    cut: int = 0
    awards: list[int] = field(default_factory=list)
    has_line: bool = False
    given: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("firm", "station", "agent"), 0)
    )

    @property
    def net(self) -> int:
        return self.amount - max(self.refunded, self.advanced)

    def split(self) -> None:
        """Agent's negligence: 20%, ¥8.00 at most, no more than a close left; the rest the firm's.
        Halves go to the firm first."""
        self.agent = self.firm = self.station = 0
        if self.cause == "agent_negligence":
            exact = Fraction(self.net, 5)
            rounded = int(exact) + (1 if exact - int(exact) > Fraction(1, 2) else 0)
            self.agent = min(rounded, CAP_FEN)
            if self.wage_room is not None:
                self.agent = min(self.agent, self.wage_room)
            self.firm = self.net - self.agent
        elif self.cause == "firm_process":
            self.firm = self.net
        elif self.cause == "station_operation":
            self.station = self.net
        self.cut = 0
        self.share_all()

    def bears(self) -> dict[str, int]:
        return {
            "firm": self.firm + self.cut, "station": self.station, "agent": self.agent - self.cut,
        }  # fmt: skip

    def share_all(self) -> None:
        """The awards of before over what is borne now, the oldest first."""
        self.given = dict.fromkeys(("firm", "station", "agent"), 0)
        for award in self.awards:
            self.share(award)

    def share(self, award: int) -> None:
        """In proportion to what is still borne, never more; ties: firm, station, agent."""
        left = {who: fen - self.given[who] for who, fen in self.bears().items()}
        total = sum(left.values())
        size = min(award, total)
        if size == 0:
            return
        exact = {who: Fraction(size * fen, total) for who, fen in left.items()}
        whole = {who: int(each) for who, each in exact.items()}
        order = sorted(exact, key=lambda who: whole[who] - exact[who])
        for who in order[: size - sum(whole.values())]:
            whole[who] += 1
        for who, fen in whole.items():
            self.given[who] += fen

    def forget(self) -> None:
        self.cause, self.wage_room = None, None
        self.agent = self.firm = self.station = self.cut = 0
        self.share_all()
