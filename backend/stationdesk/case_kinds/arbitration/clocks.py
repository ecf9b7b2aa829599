"""The deadlines of an arbitration."""

from stationdesk.cases.kinds import ClockRule, Label
from stationdesk.clocks.deadlines import ClockOwner
from stationdesk.workflow.custody import HolderKind

CLOCKS = {
    "respond": ClockRule(ClockOwner.HQ, Label("举证时限", "Response")),
    "filing_window": ClockRule(ClockOwner.HQ, Label("申报期限", "Filing window")),
    "award_payment": ClockRule(
        ClockOwner.FIRM,
        Label("返款时限", "Payment of the award"),
        pauses_while=frozenset({HolderKind.CUSTOMER}),
    ),
}
