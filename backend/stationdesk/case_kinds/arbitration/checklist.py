"""Which proof an arbitration needs, by its ground."""

from stationdesk.case_kinds.arbitration.details import Arbitration
from stationdesk.workflow.definition import ChecklistItem

_PACKAGING = ChecklistItem("packaging_photo", "内外包装照片", "Photos of the packaging", True)
_GOODS = ChecklistItem("goods_photo", "破损物品照片", "Photos of the goods", True)
_VALUE = ChecklistItem("value_proof", "价值证明", "Proof of value", True)
_CALL = ChecklistItem("call_record", "协商通话录音", "Recording of the negotiation", True)
_TRACE = ChecklistItem("trace", "轨迹截图", "Screenshot of the trace", True)
_SEARCH = ChecklistItem("search_record", "查找记录", "Record of the search", True)

ACCUSED = {
    "damage": (_PACKAGING,),
    "loss": (_SEARCH,),
    "delay": (_TRACE,),
    "handling_error": (_TRACE,),
}
CLAIMANT = {
    "damage": (_PACKAGING, _GOODS, _VALUE, _CALL),
    "loss": (_TRACE, _VALUE, _CALL),
    "delay": (_TRACE, _CALL),
    "handling_error": (_TRACE, _CALL),
}


def checklist(details: Arbitration, direction: str) -> tuple[ChecklistItem, ...]:
    """The accused shows what happened, the claimant what it cost and that he tried to settle."""
    return (ACCUSED if direction == "inbound" else CLAIMANT)[details.ground]
