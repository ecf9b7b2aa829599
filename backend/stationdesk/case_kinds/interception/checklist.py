"""Which proof an interception needs."""

from stationdesk.case_kinds.interception.details import Interception
from stationdesk.workflow.definition import ChecklistItem

_REQUEST = ChecklistItem("customer_request", "客户要求的记录", "Record of the request", True)
_ORDER = ChecklistItem("order_screenshot", "拦截单截图", "Screenshot of the order", False)
_HELD = ChecklistItem("held_photo", "拦下的快件照片", "Photo of the stopped parcel", False)


def checklist(_: Interception, direction: str) -> tuple[ChecklistItem, ...]:
    """Who sent the order shows that he was asked to; who stops the parcel shows that he has it."""
    return (_REQUEST, _ORDER) if direction == "outbound" else (_HELD,)
