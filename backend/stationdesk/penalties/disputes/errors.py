"""What disputes refuse."""

from stationdesk.foundation.errors import Conflict, Forbidden, Invalid, NotFound


class DisputeUnknown(NotFound):
    code = "dispute_unknown"
    title = "There is no such dispute"
    zh = "找不到这条异议，可能不归您；请刷新列表。"


class NothingToDispute(Conflict):
    """No decision stands by which the caller bears anything."""

    code = "nothing_to_dispute"
    title = "There is nothing for you to dispute"


class DisputeTooLate(Conflict):
    """The window is over; `dispute_until` says until when it was open."""

    code = "dispute_too_late"
    title = "The time to dispute has passed"


class AlreadyDisputed(Conflict):
    """A decision is disputed once by each party; a new decision opens a new window."""

    code = "already_disputed"
    title = "This decision has been disputed by you before"


class DisputeEnded(Conflict):
    """Somebody ended it meanwhile; `state`, `ended_by` and `ended_at` say how."""

    code = "dispute_ended"
    title = "The dispute has ended"


class DecisionChanged(Conflict):
    """The decision that was looked at does not stand any more."""

    code = "decision_changed"
    title = "The decision has changed meanwhile"


class DisputeInvalid(Invalid):
    code = "dispute_invalid"
    title = "The dispute cannot be taken as it is"


class VerdictInvalid(Invalid):
    code = "verdict_invalid"
    title = "This is no decision on the dispute"


class OwnDecision(Forbidden):
    """Whoever made the decision does not judge the dispute while another can."""

    code = "own_decision"
    title = "Somebody else must decide this"


class FilesEnough(Conflict):
    code = "dispute_files_enough"
    title = "The dispute has as many files as it may have"


class DisputeFileUnknown(NotFound):
    code = "dispute_file_unknown"
    title = "There is no such file on this dispute"
