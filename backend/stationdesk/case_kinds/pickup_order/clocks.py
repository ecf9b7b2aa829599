"""The deadlines of a pickup order: complete, with a courier, collected."""

from stationdesk.cases.kinds import ClockRule, Label
from stationdesk.clocks.deadlines import ClockOwner
from stationdesk.workflow.custody import HolderKind

CLOCKS = {
    "complete": ClockRule(
        ClockOwner.FIRM,
        Label("补全时限", "Completing the order"),
        pauses_while=frozenset({HolderKind.CUSTOMER}),
    ),
    "assign": ClockRule(ClockOwner.FIRM, Label("派单时限", "Finding a courier")),
    "collect": ClockRule(ClockOwner.HQ, Label("揽收时限", "Collection")),
}
