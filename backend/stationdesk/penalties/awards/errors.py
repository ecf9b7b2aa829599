"""What awards refuse."""

from stationdesk.foundation.errors import Conflict, Invalid, NotFound


class AwardUnknown(NotFound):
    code = "award_unknown"
    title = "There is no such award"
    zh = "没有这笔返款，请刷新列表。"


class AwardFinesWrong(Invalid):
    code = "award_fines_wrong"
    title = "The award cannot be about these fines"
    zh = "返款不能退到这些罚款：只能选同一网点的罚款，最多 50 笔。"


class AwardsDiffer(Conflict):
    code = "awards_differ"
    title = "These are two awards"
    zh = "只有同一网点的工作项返款和账单返款行才能合为一笔。"


class IsAward(Conflict):
    """A line that an arbitration gave back; `award_id` is where it is decided."""

    code = "is_award"
    title = "The line is an award, which goes to whoever bore the loss"
    zh = "这是仲裁返款，请在“返款与损失”里说明属于哪笔罚款。"
