"""What can be wrong with a policy."""

from stationdesk.foundation.errors import Conflict, Forbidden, Invalid, NotFound


class PolicyUnreadable(Invalid):
    """A policy's parameters do not say what a clock needs."""

    code = "policy_unreadable"
    title = "The policy's parameters cannot be read"


class NoPolicyInForce(NotFound):
    """No version of the policy was in force at that moment, and no example ships with it."""

    code = "no_policy_in_force"
    title = "No policy was in force"
    zh = "那一天没有生效的制度（{policy}），请先录入版本。"


class PolicyCodeUnknown(NotFound):
    """No room has declared such a policy; `known` lists the codes that there are."""

    code = "policy_code_unknown"
    title = "There is no such policy"
    zh = "没有“{policy}”这项制度，请从列表里选。"


class PolicyInvalid(Invalid):
    """A version cannot be entered as it stands: dates, title or carrier."""

    code = "policy_invalid"
    title = "The version cannot be entered"


class PolicyVersionUnknown(NotFound):
    """The firm has no such version."""

    code = "policy_version_unknown"
    title = "There is no such version"


class PolicyUnread(Conflict):
    """Versions that concern the agent's stations wait to be read; `versions` are those."""

    code = "policy_unread"
    title = "Read the changed rules first"


class NobodyToRead(Forbidden):
    """A service cannot acknowledge: only a member reads."""

    code = "nobody_to_read"
    title = "Only a member can acknowledge a version"
    zh = "接口账号不能签收制度，请用成员账号登录。"


class CalendarInvalid(Invalid):
    """The calendar or the day cannot be read, or has no working time."""

    code = "calendar_invalid"
    title = "The calendar is not valid"


class CalendarUnknown(NotFound):
    """There is no such level, carrier or station."""

    code = "calendar_unknown"
    title = "There is no such calendar"


class ExemptionInvalid(Invalid):
    """An exemption that says nothing, ends before it begins, or names what does not exist."""

    code = "exemption_invalid"
    title = "The exemption is not valid"


class ExemptionUnknown(NotFound):
    """There is no such exemption, or it was withdrawn already."""

    code = "exemption_unknown"
    title = "There is no such exemption"
    zh = "没有这条免考，或已经撤回；请刷新列表。"


class RecomputationUnknown(NotFound):
    """There is no such recomputation."""

    code = "recomputation_unknown"
    title = "There is no such recomputation"
    zh = "没有这次重算的记录，请刷新列表。"
