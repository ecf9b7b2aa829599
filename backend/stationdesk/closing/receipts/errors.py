"""What a receipt is refused for."""

from stationdesk.foundation.errors import Invalid, NotFound


class NothingAdvanced(NotFound):
    """No fine was ever advanced for this counterparty, so nothing can be owed by it."""

    code = "nothing_advanced"
    title = "Nothing was advanced for this counterparty"
    zh = "没有替 {counterparty} 垫付过，不能登记收款；请核对对方的编号。"


class ReceiptInvalid(Invalid):
    """Amount, day or reference is not possible."""

    code = "receipt_invalid"
    title = "The receipt is not possible"
    zh = "收款登记不了：金额要大于零，日期不能在今天之后，凭证号 1 到 120 个字，写在一行里。"
