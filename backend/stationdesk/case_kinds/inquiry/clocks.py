"""The deadlines of an inquiry: the answer, and the call back that was promised."""

from stationdesk.cases.kinds import ClockRule, Label
from stationdesk.clocks.deadlines import ClockOwner

CLOCKS = {
    "answer": ClockRule(ClockOwner.FIRM, Label("答复时限", "Answer")),
    "call_back": ClockRule(ClockOwner.FIRM, Label("回电时限", "Call back")),
}
