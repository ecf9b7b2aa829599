"""The use cases of fines."""

from stationdesk.penalties.service.appeals import open_appeal
from stationdesk.penalties.service.attribution import attribute, reverse
from stationdesk.penalties.service.reading import fine_detail, fine_page
from stationdesk.penalties.splits.rule_sets import add_rule_set, list_rule_sets

__all__ = [
    "add_rule_set",
    "attribute",
    "fine_detail",
    "fine_page",
    "list_rule_sets",
    "open_appeal",
    "reverse",
]
