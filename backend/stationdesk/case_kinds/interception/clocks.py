"""The deadlines of an interception: HQ fines what is not stopped, or not sent back, in time."""

from stationdesk.cases.kinds import ClockRule, Label
from stationdesk.clocks.deadlines import ClockOwner

CLOCKS = {
    "place": ClockRule(ClockOwner.FIRM, Label("下单时限", "Placing the order")),
    "result": ClockRule(ClockOwner.FIRM, Label("结果时限", "Result")),
    "hold": ClockRule(ClockOwner.HQ, Label("拦下时限", "Stopping the parcel")),
    "send_back": ClockRule(ClockOwner.HQ, Label("退回时限", "Sending it back")),
}
