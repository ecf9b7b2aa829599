"""The deadline of a call for help: it never pauses, the courier stands in the street."""

from stationdesk.cases.kinds import ClockRule, Label
from stationdesk.clocks.deadlines import ClockOwner

CLOCKS = {"help": ClockRule(ClockOwner.FIRM, Label("司机等候", "The courier waits"))}
