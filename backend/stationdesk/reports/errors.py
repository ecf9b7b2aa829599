"""What can be wrong with a question."""

from stationdesk.foundation.errors import Invalid


class PeriodInvalid(Invalid):
    code = "period_invalid"
    title = "The period is not valid"
