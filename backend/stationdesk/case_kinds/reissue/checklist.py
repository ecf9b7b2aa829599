"""Which proof a reissue needs before it ends."""

from stationdesk.case_kinds.reissue.details import Reissue
from stationdesk.workflow.definition import ChecklistItem

_ASKED = ChecklistItem(
    "ask_record", "补单沟通截图或录音", "Screenshot or recording of the request", is_required=True
)
_SEARCH = ChecklistItem("search_record", "查找记录", "Record of the search", is_required=False)
_PHOTO = ChecklistItem("photo", "破损照片", "Photo of the damage", is_required=True)


def checklist(details: Reissue, _: str) -> tuple[ChecklistItem, ...]:
    """That they were asked; damage is photographed."""
    return (_ASKED, _PHOTO) if details.reason == "damage" else (_ASKED, _SEARCH)
