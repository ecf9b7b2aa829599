"""What the room refuses."""

from stationdesk.foundation.errors import Conflict, Invalid, NotFound


class MonthInvalid(Invalid):
    code = "month_invalid"
    title = "There is no such month"
    zh = "“{period}”不是月份，请写成 2026-11。"


class MonthClosed(Conflict):
    """What comes later goes to the next month."""

    code = "month_closed"
    title = "The month is closed"
    zh = "账期 {period} 已关账，不能再改；请记到之后的月份。"


class MonthOpen(Conflict):
    code = "month_open"
    title = "The month is not closed yet"
    zh = "账期 {period} 还没关账，关账后才有这些数；请先关账。"


class CloseBlocked(Conflict):
    """`blockers`: the codes of the checklist's lines that stand in the way."""

    code = "close_blocked"
    title = "The month cannot be closed yet"


class CloseUnderWay(Conflict):
    """`requested_by`, `state`: somebody closes the month already."""

    code = "close_under_way"
    title = "The month is being closed already"
    zh = "{requested_by} 正在关账 {period}，请看进度，不用再点。"


class CloseNotConfirmed(Invalid):
    code = "close_not_confirmed"
    title = "Type the month to confirm"
    zh = "请输入 {period} 确认关账；关账后不能再打开。"


class MonthMoved(Conflict):
    """Something was posted to the month while it was being closed; the close begins anew."""

    code = "month_moved"
    title = "The month has moved meanwhile"
    zh = "关账时这个月又有新的记账，请重新关账。"


class WageInvalid(Invalid):
    code = "wage_invalid"
    title = "The wage cannot be right"


class OvertimeInvalid(Invalid):
    code = "overtime_invalid"
    title = "The overtime cannot be right"


class NoticeUnknown(NotFound):
    code = "deduction_notice_unknown"
    title = "There is no such notice"
    zh = "没有这份扣款通知，请刷新列表。"


class DeliveryInvalid(Invalid):
    code = "delivery_invalid"
    title = "The delivery cannot be right"


class NoteNeeded(Invalid):
    code = "note_needed"
    title = "Say why"
    zh = "请写明这些罚款为什么先挂着（最多 {longest} 个字）。"


class SettlementUnknown(NotFound):
    code = "settlement_unknown"
    title = "There is no such settlement"
    zh = "这个月与该网点没有要结算的款项。"


class SettlementCarried(Conflict):
    """A later month's settlement holds what was not paid."""

    code = "settlement_carried"
    title = "The settlement was carried into a later month"
    zh = "这笔款没有付，已转入 {later} 的结算；请在那个月登记付款。"


class SettlementPaid(Conflict):
    code = "settlement_paid"
    title = "The settlement was paid already"
    zh = "{recorded_by} 已登记这笔付款，不用再记。"


class PaymentInvalid(Invalid):
    code = "payment_invalid"
    title = "The payment cannot be right"
