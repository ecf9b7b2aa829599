"""What losses refuse."""

from stationdesk.foundation.errors import Conflict, Forbidden, Invalid, NotFound


class LossUnknown(NotFound):
    code = "loss_unknown"
    title = "There is no such loss"
    zh = "没有这笔损失，请刷新列表。"


class LossInvalid(Invalid):
    code = "loss_invalid"
    title = "The loss cannot be entered like this"


class LossDecided(Conflict):
    """Decided, or not there to be decided; `status` says how it stands."""

    code = "loss_decided"
    title = "The loss does not wait for this"
    zh = "这笔损失已处理过，或还没登记，请刷新。"


class LossOwn(Forbidden):
    """Whoever entered it does not approve it."""

    code = "loss_own"
    title = "Somebody else approves what you have entered"
    zh = "自己登记的损失由别人批准；撤回只能由登记人做。"
