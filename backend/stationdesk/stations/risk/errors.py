"""What can go wrong with the risk register."""

from stationdesk.foundation.errors import Conflict, Invalid, NotFound


class RiskUnknown(NotFound):
    code = "risk_unknown"
    title = "There is no such entry in the risk register"
    zh = "风险档案里没有这一条，可能已删除，或不归您的网点。"


class RiskInvalid(Invalid):
    """`field` names what to mend."""

    code = "risk_invalid"
    title = "The entry is not valid"


class RiskExists(Conflict):
    """The same place or person is in the register for the same reason; `risk_id` is that entry."""

    code = "risk_exists"
    title = "The risk register has this already"


class RiskChanged(Conflict):
    code = "risk_changed"
    title = "The entry has changed since you looked"
    zh = "这条风险档案刚被别人改过，请刷新后再改。"
