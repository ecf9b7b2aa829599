"""The deadline of a message: HQ counts the time to the reply."""

from stationdesk.cases.kinds import ClockRule, Label
from stationdesk.clocks.deadlines import ClockOwner
from stationdesk.workflow.custody import HolderKind

CLOCKS = {
    "reply": ClockRule(ClockOwner.HQ, Label("留言回复时限", "Reply to the message")),
    "settle": ClockRule(
        ClockOwner.FIRM,
        Label("了结时限", "Settling"),
        pauses_while=frozenset({HolderKind.COUNTERPARTY, HolderKind.CARRIER}),
    ),
}
