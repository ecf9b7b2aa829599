"""What the ledger refuses."""

from stationdesk.foundation.errors import Conflict, Invalid, NotFound


class UnbalancedPosting(Invalid):
    """Debits and credits differ, or there are no two entries."""

    code = "unbalanced_posting"
    title = "The entries do not add up to zero"
    zh = "这笔分录借贷不平，没有入账：每笔至少两行，金额不为零，合计为零。"


class UnknownAccount(Invalid):
    """An entry names an account that was never opened."""

    code = "unknown_account"
    title = "There is no such account"
    zh = "分录里有没开过的科目，没有入账：请先开科目。"


class KeyReused(Conflict):
    """The key was used for other content; the same content would have been a replay."""

    code = "idempotency_key_reused"
    title = "This key stands for another posting"
    zh = "这个入账编号已经用于另一笔内容，没有入账：请换编号，或原样重试。"


class PeriodClosed(Conflict):
    """A closed month stays closed; what comes later goes to the open one."""

    code = "period_closed"
    title = "The month is closed"
    zh = "这个月已经关账，不能再入账；之后的变动记在下一个月。"


class AlreadyReversed(Conflict):
    """A transaction is reversed once."""

    code = "already_reversed"
    title = "The transaction is reversed already"
    zh = "这笔交易已经冲销过，或者它本身就是冲销：请另记一笔正确的。"


class TransactionUnknown(NotFound):
    """No such transaction in this firm."""

    code = "transaction_unknown"
    title = "There is no such transaction"
    zh = "没有这笔交易，请从科目明细里点开。"


class GuardRefused(Conflict):
    """A guard inside of the database refused what the service should not have tried."""

    code = "ledger_guard_refused"
    title = "The ledger's guard refused the posting"
    zh = "账本的防线拒绝了这笔入账，什么都没有写入：请把页面上的提示交给技术人员。"
