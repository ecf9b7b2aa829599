"""What can be refused about a case."""

from stationdesk.foundation.errors import Conflict, Forbidden, Invalid, NotFound


class UnknownKind(Invalid):
    """No such kind, or not in that direction."""

    code = "unknown_kind"
    title = "There is no such kind of case"


class DetailsInvalid(Invalid):
    """The details do not say what the kind needs. `faults` lists field and message."""

    code = "details_invalid"
    title = "The details are not valid"


class CaseNotFound(NotFound):
    """No such case, as far as this actor may know."""

    code = "case_not_found"
    title = "There is no such case"


class StaleCase(Conflict):
    """The caller looked at an older version. `current` is the case, `changes` what happened."""

    code = "stale_case"
    title = "The case has changed since you looked"


class EventRefused(Conflict):
    """The case's workflow does not allow the event now; `reason` is its code, `missing` names."""

    code = "event_refused"
    title = "This cannot be done now"


class EventDataInvalid(Invalid):
    """The event is allowed, but what came with it is not valid."""

    code = "event_data_invalid"
    title = "What was entered is not valid"


class NotYourCase(Forbidden):
    """Only who holds the case, or a supervisor, may do this."""

    code = "not_your_case"
    title = "The case is with somebody else"


class CaseHeld(Conflict):
    """Somebody else holds the case. `holder` says who, `current` is the case."""

    code = "case_held"
    title = "Somebody else holds the case"


class NobodyToHold(Forbidden):
    """A service has no hands: only a member can hold a case."""

    code = "nobody_to_hold"
    title = "Only a member can hold a case"


class SnoozeTooLong(Invalid):
    """A case must not sleep past its deadline, nor longer than a day, nor into the past."""

    code = "snooze_too_long"
    title = "The case cannot sleep that long"


class CannotTakeOver(Invalid):
    """The member named cannot hold this case: unknown, gone, or not assigned to its station."""

    code = "cannot_take_over"
    title = "That member cannot take the case"


class AlreadyOpen(Conflict):
    """The same source has an open case already; `case_id` is that one."""

    code = "already_open"
    title = "There is an open case for this already"


class UnknownChecklistItem(Invalid):
    """The case's checklist has no such item; `known` lists those it has."""

    code = "unknown_checklist_item"
    title = "The checklist has no such item"


class BadCursor(Invalid):
    """The cursor was not made by this list."""

    code = "bad_cursor"
    title = "The cursor cannot be read"


class BadFilter(Invalid):
    """A filter of the list has a value that it does not know."""

    code = "bad_filter"
    title = "The filter cannot be read"
