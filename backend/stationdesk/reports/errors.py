"""What can be wrong with a question."""

from stationdesk.foundation.errors import Invalid


class PeriodInvalid(Invalid):
    code = "period_invalid"
    title = "The period is not valid"


class CursorInvalid(Invalid):
    code = "bad_cursor"
    title = "The cursor cannot be read"


class ExportUnknown(Invalid):
    code = "export_unknown"
    title = "There is no such file"
