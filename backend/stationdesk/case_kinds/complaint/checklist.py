"""Which proof a complaint needs before it ends."""

from stationdesk.case_kinds.complaint.details import Complaint
from stationdesk.workflow.definition import ChecklistItem

_CALL = ChecklistItem("call_record", "与投诉人通话录音", "Recording of the call", is_required=True)
_ANSWER = ChecklistItem(
    "answer_screenshot", "来源系统答复截图", "Screenshot of the answer there", is_required=True
)
_PAID = ChecklistItem("payment_proof", "赔付凭证", "Proof of payment", is_required=True)
_DAMAGE = ChecklistItem("photo", "破损照片", "Photo of the damage", is_required=True)
_UPSTAIRS = ChecklistItem(
    "upstairs_photo",
    "上楼照片或客户放弃上楼录音",
    "Photo upstairs, or the recorded waiver",
    is_required=True,
)
_POLICE = ChecklistItem("cctv", "监控或报警回执", "CCTV or police receipt", is_required=False)


def checklist(details: Complaint, _: str) -> tuple[ChecklistItem, ...]:
    """The call always; the answer where a source outside waits for it; money with its receipt.

    Fraud needs CCTV or the police's receipt (domain §8), where a complaint is marked abusive.
    """
    items = [_CALL]
    if details.source != "customer":
        items.append(_ANSWER)
    if details.category == "damage":
        items.append(_DAMAGE)
    if details.category == "no_delivery_to_door":
        items.append(_UPSTAIRS)
    if details.paid_fen:
        items.append(_PAID)
    return (*items, _POLICE)
