"""What the books refuse."""

from stationdesk.foundation.errors import Invalid, NotFound


class AccountUnknown(NotFound):
    """No account of this name was ever opened."""

    code = "account_unknown"
    title = "There is no such account"
    zh = "没有 {account} 这个科目，请从科目余额里选。"


class MonthInvalid(Invalid):
    """A month is written YYYY-MM."""

    code = "month_invalid"
    title = "The month cannot be read"
    zh = "{month} 不是月份，要写成 2026-11 这样。"
