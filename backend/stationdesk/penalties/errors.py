"""What the room refuses."""

from stationdesk.foundation.errors import Conflict, Invalid, NotFound
from stationdesk.imports.errors import FileRefused


class FineUnknown(NotFound):
    code = "fine_unknown"
    title = "There is no such fine"


class BadCursor(Invalid):
    code = "bad_cursor"


class AlreadyAttributed(Conflict):
    """Decided already; `decided_by`, `decided_at` and `cause` say how."""

    code = "already_attributed"
    title = "The fine has been decided already"


class FineReversed(Conflict):
    code = "fine_reversed"
    title = "The fine was given back; there is nothing to bear"


class NothingToReverse(Conflict):
    code = "nothing_to_reverse"
    title = "The fine has no attribution"


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


class RulesInvalid(Invalid):
    code = "split_rules_invalid"
    title = "The split rules do not hold together"


class BillDoesNotAddUp(FileRefused):
    """The bill's own total differs from its lines; `difference_fen` = lines − expected."""

    code = "bill_does_not_add_up"
    title = "The bill does not add up; nothing was taken"
