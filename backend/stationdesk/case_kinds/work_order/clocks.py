"""The deadlines of a work order: HQ measures the first follow-up and the answer apart."""

from stationdesk.cases.kinds import ClockRule, Label
from stationdesk.clocks.deadlines import ClockOwner

CLOCKS = {
    "first_follow_up": ClockRule(ClockOwner.HQ, Label("首跟时限", "First follow-up")),
    "reply": ClockRule(ClockOwner.HQ, Label("总部回复时限", "Reply to headquarters")),
}
