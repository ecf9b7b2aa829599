"""The deadline of a chase: until there is an answer. What was promised has its own clock."""

from stationdesk.cases.kinds import ClockRule, Label
from stationdesk.clocks.deadlines import ClockOwner
from stationdesk.workflow.custody import HolderKind

CLOCKS = {
    "answer": ClockRule(
        ClockOwner.FIRM,
        Label("答复时限", "Answer"),
        pauses_while=frozenset({HolderKind.CUSTOMER}),
    ),
}
