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
    zh = "找不到这件，可能不归您的网点，或已不在；请刷新列表。"


class StaleCase(Conflict):
    """The caller looked at an older version. `current` is the case, `changes` what happened."""

    code = "stale_case"
    title = "The case has changed since you looked"
    zh = "这件刚被别人改过，请看最新内容后再操作。"


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
    zh = "这件在{who}手上，请找他转交，或请组长改派。"


class NobodyToHold(Forbidden):
    """A service has no hands: only a member can hold a case."""

    code = "nobody_to_hold"
    title = "Only a member can hold a case"
    zh = "接口账号不能接单，请用成员账号登录。"


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
    zh = "同一来源已有一条没办结的工作项，请直接处理那一条。"


class UnknownChecklistItem(Invalid):
    """The case's checklist has no such item; `known` lists those it has."""

    code = "unknown_checklist_item"
    title = "The checklist has no such item"
    zh = "这件的举证清单里没有“{item}”这一项，请刷新后重选。"


class BadCursor(Invalid):
    """The cursor was not made by this list."""

    code = "bad_cursor"
    title = "The cursor cannot be read"
    zh = "翻页位置失效了，请从第一页重新打开。"


class BadFilter(Invalid):
    """A filter of the list has a value that it does not know."""

    code = "bad_filter"
    title = "The filter cannot be read"


class SearchTooShort(Invalid):
    """Too little was typed to look for."""

    code = "search_too_short"
    title = "That is too little to search for"


class TooManyWaybills(Invalid):
    """More waybills were pasted than are looked up at once."""

    code = "too_many_waybills"
    title = "Too many waybills at once"


class ContactInvalid(Invalid):
    """A contact's role, phone or text is not possible; `field` names what to mend."""

    code = "contact_invalid"
    title = "The contact is not valid"


class ContactUnknown(NotFound):
    """The case has nobody in that role."""

    code = "contact_unknown"
    title = "The case has no such contact"


class PromiseUnknown(NotFound):
    """The case has no such promise, as far as this actor may know."""

    code = "promise_unknown"
    title = "There is no such promise"
    zh = "这件没有这条承诺，请刷新后再看。"


class PromiseInvalid(Invalid):
    """What is to be promised is not possible; `field` names what to mend."""

    code = "promise_invalid"
    title = "The promise is not valid"


class PromiseSettled(Conflict):
    """It was kept, broken or taken back already, or its case has ended."""

    code = "promise_settled"
    title = "The promise is settled already"


class CorrectionInvalid(Invalid):
    """What was done is not said, or its proof is no file of the case."""

    code = "correction_invalid"
    title = "The correction is not valid"


class CorrectionRecorded(Conflict):
    """Somebody has written it down already."""

    code = "correction_recorded"
    title = "The correction was recorded already"


class BulkInvalid(Invalid):
    """No case, or too many at once."""

    code = "bulk_invalid"
    title = "That cannot be done to so many cases at once"


class UndoRefused(Conflict):
    """The deed is too old, somebody else's, or something came after it."""

    code = "undo_refused"
    title = "That can no longer be taken back"


class MacroUnknown(NotFound):
    """No such macro, or it is a colleague's own."""

    code = "macro_unknown"
    title = "There is no such macro"
    zh = "没有这条话术，可能已被删除；请刷新列表。"


class MacroInvalid(Invalid):
    """The macro says something that no case could follow; `known` lists what there is."""

    code = "macro_invalid"
    title = "The macro is not valid"


class MacroFieldMissing(Conflict):
    """The case does not know yet what a step needs; `missing` are the fields."""

    code = "macro_field_missing"
    title = "The case lacks what the macro needs"


class ViewUnknown(NotFound):
    """No such view, or it is a colleague's own."""

    code = "view_unknown"
    title = "There is no such view"
    zh = "没有这个视图，可能已被删除；请刷新列表。"


class ViewInvalid(Invalid):
    """The view's name or filters cannot be kept."""

    code = "view_invalid"
    title = "The view is not valid"


class CaseStillOpen(Conflict):
    """Only what is over can be a lesson."""

    code = "case_still_open"
    title = "The case is not closed"
    zh = "工作项还没办结，办结后才能归为案例。"


class AlreadyPrecedent(Conflict):
    """A case is one precedent at most."""

    code = "already_precedent"
    title = "The case is a precedent already"
    zh = "这件已是案例，要重写请先撤下原来那条。"


class PrecedentNotFound(NotFound):
    """No such precedent, or it was withdrawn."""

    code = "precedent_not_found"
    title = "There is no such precedent"
    zh = "没有这条案例，可能已撤下，或不归您的网点。"


class PrecedentInvalid(Invalid):
    """Title, lesson, tags or search are not what they must be."""

    code = "precedent_invalid"
    title = "The precedent cannot be kept like this"


class HoldInvalid(Invalid):
    """A hold without a reason."""

    code = "hold_invalid"
    title = "The hold needs a reason"
    zh = "请写明保全的理由（1 到 {longest} 个字）。"


class AlreadyHeld(Conflict):
    """The case's evidence is on hold already."""

    code = "already_held"
    title = "The evidence is on hold already"
    zh = "这件的证据已在保全中，请先解除原来的保全。"


class NotHeld(Conflict):
    """There is no hold to release."""

    code = "not_held"
    title = "The evidence is not on hold"
    zh = "这件的证据没有保全，不用解除。"


class AtCapacity(Conflict):
    """The member holds as many cases as he may. `held_max` is the limit, `held` what he holds."""

    code = "at_capacity"
    title = "You hold as many cases as you may"
