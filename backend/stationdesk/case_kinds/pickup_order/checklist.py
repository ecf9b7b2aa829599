"""Which proof a pickup order needs."""

from stationdesk.case_kinds.pickup_order.details import PickupOrder
from stationdesk.workflow.definition import ChecklistItem

_WRITTEN = ChecklistItem(
    "written_order", "客户书面下单资料", "The customer's written order", is_required=True
)
_CALL = ChecklistItem("call_record", "下单通话录音", "Recording of the call", is_required=False)


def checklist(details: PickupOrder, _: str) -> tuple[ChecklistItem, ...]:
    """From a new customer something in writing: it settles what was ordered, and who he is."""
    return (_WRITTEN, _CALL) if details.is_first_order else (_CALL,)
