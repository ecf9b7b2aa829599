"""What can go wrong with shifts, leave, covers and handovers."""

from stationdesk.foundation.errors import Conflict, Forbidden, Invalid, NotFound


class MemberUnknown(NotFound):
    """There is no such current member of the firm."""

    code = "member_unknown"
    title = "There is no such member"


class ShiftInvalid(Invalid):
    """A week, day or window cannot be read; `field` says which."""

    code = "shift_invalid"
    title = "The shift is not valid"


class AbsenceInvalid(Invalid):
    """The leave asked for cannot be: its time, its substitute; `field` says which."""

    code = "absence_invalid"
    title = "The leave is not valid"


class AbsenceUnknown(NotFound):
    code = "absence_unknown"
    title = "There is no such leave"
    zh = "没有这条请假，或与您无关；请刷新列表。"


class AbsenceNotYours(Forbidden):
    """Only the one it concerns may do this: the absent, his substitute, or a supervisor."""

    code = "absence_not_yours"
    title = "This is somebody else's leave"


class AbsenceStateWrong(Conflict):
    """The leave is not where this can be done; `state` says where it is."""

    code = "absence_state_wrong"
    title = "The leave has moved on"


class HandoverMissing(Conflict):
    """Leave is approved after an accepted handover and in good time; `reasons` names what lacks.

    A supervisor may override, with a reason.
    """

    code = "handover_missing"
    title = "The leave cannot be approved yet"
    zh = "还不能批假：要有代班人接受的交接，并按规定提前申请；确要批准，请写明理由。"


class CoverInvalid(Invalid):
    """The cover cannot be: its time or its people; `field` says which."""

    code = "cover_invalid"
    title = "The cover is not valid"


class CoverUnknown(NotFound):
    code = "cover_unknown"
    title = "There is no such cover"
    zh = "没有这条代班安排，请刷新列表。"


class OvertimeInvalid(Invalid):
    code = "overtime_invalid"
    title = "The overtime is not valid"


class AbilityInvalid(Invalid):
    """A skill or limit cannot be set; `field` says which."""

    code = "ability_invalid"
    title = "The skills or the limit are not valid"


class HandoverInvalid(Invalid):
    code = "handover_invalid"
    title = "The handover is not valid"


class HandoverUnknown(NotFound):
    code = "handover_unknown"
    title = "There is no such handover"


class HandoverDecided(Conflict):
    """It was accepted, declined or released before."""

    code = "handover_decided"
    title = "The handover is over"
    zh = "这次交接已有结果，不能再改；请刷新页面。"
