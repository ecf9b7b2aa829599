"""The deadlines of an appeal."""

from stationdesk.cases.kinds import ClockRule, Label
from stationdesk.clocks.deadlines import ClockOwner

CLOCKS = {
    "appeal_deadline": ClockRule(ClockOwner.HQ, Label("申诉期限", "Appeal deadline")),
    "decision": ClockRule(ClockOwner.FIRM, Label("申诉结果跟进", "Decision followed up")),
}
