"""What the ledger refuses."""

from stationdesk.foundation.errors import Conflict, Invalid, NotFound


class UnbalancedPosting(Invalid):
    """Debits and credits differ, or there are no two entries."""

    code = "unbalanced_posting"
    title = "The entries do not add up to zero"


class UnknownAccount(Invalid):
    """An entry names an account that was never opened."""

    code = "unknown_account"
    title = "There is no such account"


class KeyReused(Conflict):
    """The key was used for other content; the same content would have been a replay."""

    code = "idempotency_key_reused"
    title = "This key stands for another posting"


class PeriodClosed(Conflict):
    """A closed month stays closed; what comes later goes to the open one."""

    code = "period_closed"
    title = "The month is closed"


class AlreadyReversed(Conflict):
    """A transaction is reversed once."""

    code = "already_reversed"
    title = "The transaction is reversed already"


class TransactionUnknown(NotFound):
    """No such transaction in this firm."""

    code = "transaction_unknown"
    title = "There is no such transaction"


class GuardRefused(Conflict):
    """A guard inside of the database refused what the service should not have tried."""

    code = "ledger_guard_refused"
    title = "The ledger's guard refused the posting"
