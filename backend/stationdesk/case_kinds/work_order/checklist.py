"""Which proof an answer to HQ needs."""

from stationdesk.case_kinds.work_order.details import WorkOrder
from stationdesk.workflow.definition import ChecklistItem

_CALL = ChecklistItem("call_record", "与客户通话录音", "Recording of the call", is_required=True)
_COURIER = ChecklistItem(
    "courier_statement", "业务员说明", "Courier's statement", is_required=False
)
_PLACE = ChecklistItem("placement_photo", "放置照片", "Photo of the place", is_required=True)
_PHOTO = ChecklistItem("photo", "破损照片", "Photo of the damage", is_required=True)
_WEIGHT = ChecklistItem("weight_photo", "称重照片", "Photo of the scales", is_required=True)

_MORE = {
    "not_received": (_PLACE,),
    "false_signature": (_PLACE,),
    "damage": (_PHOTO,),
    "weight": (_WEIGHT,),
}


def checklist(details: WorkOrder, _: str) -> tuple[ChecklistItem, ...]:
    """The call for every order, more by what is complained of."""
    return (_CALL, *_MORE.get(details.category, ()), _COURIER)
