"""Texts for states, none for the event."""

from stationdesk.cases.kinds import Label, Messages

MESSAGES = Messages(
    name=Label("半", "Half"),
    states={"new": Label("新", "New"), "done": Label("完", "Done")},
    events={},
)
