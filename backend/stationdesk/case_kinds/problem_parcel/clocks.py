"""The deadlines of a problem parcel."""

from stationdesk.cases.kinds import ClockRule, Label
from stationdesk.clocks.deadlines import ClockOwner
from stationdesk.workflow.custody import HolderKind

CLOCKS = {
    "register": ClockRule(ClockOwner.HQ, Label("登记时限", "Registration")),
    "reply": ClockRule(ClockOwner.HQ, Label("回复时限", "Reply")),
    "outcome": ClockRule(
        ClockOwner.FIRM,
        Label("结果时限", "Outcome"),
        pauses_while=frozenset({HolderKind.CUSTOMER, HolderKind.COUNTERPARTY, HolderKind.CARRIER}),
    ),
}
