"""A transition that no text names."""

from stationdesk.workflow.definition import Transition, Workflow

WORKFLOWS = {
    "inbound": Workflow(
        "new", frozenset({"done"}), (Transition("vanish", frozenset({"new"}), "done"),)
    ),
}
