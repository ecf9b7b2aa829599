"""The deadlines of a reissue: outbound the same evening 发件当晚."""

from stationdesk.cases.kinds import ClockRule, Label
from stationdesk.clocks.deadlines import ClockOwner

CLOCKS = {
    "ask": ClockRule(ClockOwner.FIRM, Label("发起补单时限", "Ask for the reissue")),
    "answer": ClockRule(ClockOwner.FIRM, Label("对方答复时限", "Their answer")),
    "reship": ClockRule(ClockOwner.FIRM, Label("补发时限", "Sent again")),
}
