"""Which proof a message needs: the reply stands in HQ's system, a screenshot helps later."""

from stationdesk.case_kinds.message.details import Message
from stationdesk.workflow.definition import ChecklistItem

_SCREENSHOT = ChecklistItem(
    "reply_screenshot", "总部系统回复截图", "Screenshot of the reply in HQ's system", False
)


def checklist(_: Message, __: str) -> tuple[ChecklistItem, ...]:
    """The same for every message."""
    return (_SCREENSHOT,)
