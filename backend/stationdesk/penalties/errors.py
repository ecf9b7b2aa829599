"""What the room refuses."""

from stationdesk.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from stationdesk.imports.errors import FileRefused


class FineUnknown(NotFound):
    code = "fine_unknown"
    title = "There is no such fine"
    zh = "找不到这笔罚款，可能不归您的网点；请刷新列表。"


class BadCursor(Invalid):
    code = "bad_cursor"
    zh = "翻页位置失效了，请从第一页重新打开。"


class FilterInvalid(Invalid):
    """The list cannot be narrowed like that; `field` says by what."""

    code = "filter_invalid"
    title = "There is no such filter"


class AlreadyAttributed(Conflict):
    """Decided already; `decided_by`, `decided_at` and `cause` say how."""

    code = "already_attributed"
    title = "The fine has been decided already"
    zh = "{decided_by} 已为这笔罚款定责；请刷新查看，要改请先撤销定责。"


class OverLimit(Forbidden):
    """The amount is over the caller's limit; `roles` says whose limits hold it."""

    code = "over_limit"
    title = "The amount is over your limit"


class AwaitsApproval(Conflict):
    """Decided by somebody whose limit does not hold it; `decided_by`, `cause` say how."""

    code = "awaits_approval"
    title = "A decision on the fine waits for approval"


class FineReversed(Conflict):
    code = "fine_reversed"
    title = "The fine was given back; there is nothing to bear"


class NothingToReverse(Conflict):
    code = "nothing_to_reverse"
    title = "The fine has no attribution"
    zh = "这笔罚款还没定责，不用撤销。"


class AgentNeeded(Invalid):
    code = "agent_needed"
    title = "The split needs an agent"


class AgentUnknown(Invalid):
    code = "agent_unknown"
    title = "There is no such agent in this firm"


class NotAppealable(Conflict):
    code = "not_appealable"
    title = "There is nothing to appeal against"


class AppealDeadlinePassed(Conflict):
    """Too late; `appeal_due_at` says until when it was possible."""

    code = "appeal_deadline_passed"
    title = "The time to appeal has passed"
    zh = "账单写明申诉截止到 {appeal_due_at}，现在已过期；请走线下沟通。"


class RulesInvalid(Invalid):
    code = "split_rules_invalid"
    title = "The split rules do not hold together"


class BillDoesNotAddUp(FileRefused):
    """The bill's own total differs from its lines; `difference_fen` = lines − expected."""

    code = "bill_does_not_add_up"
    title = "The bill does not add up; nothing was taken"
