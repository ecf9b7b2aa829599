"""The use cases of fines."""

from stationdesk.penalties.service.appeals import open_appeal
from stationdesk.penalties.service.attribution import attribute, reverse
from stationdesk.penalties.service.reading import fine_detail, fine_page

__all__ = [
    "attribute",
    "fine_detail",
    "fine_page",
    "open_appeal",
    "reverse",
]
