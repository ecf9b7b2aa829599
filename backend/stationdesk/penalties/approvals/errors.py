"""What approvals refuse."""

from stationdesk.foundation.errors import Conflict, Forbidden, Invalid, NotFound


class ApprovalUnknown(NotFound):
    code = "approval_unknown"
    title = "There is no such decision to approve"
    zh = "找不到这条待批的定责，请刷新列表。"


class ApprovalSettled(Conflict):
    """Somebody was first; `state`, `settled_by` and `settled_at` say how."""

    code = "approval_settled"
    title = "It has been approved or sent back already"


class OwnApproval(Forbidden):
    code = "own_approval"
    title = "Somebody else must approve it"


class ReasonNeeded(Invalid):
    code = "reason_needed"
    title = "A reason is needed"
