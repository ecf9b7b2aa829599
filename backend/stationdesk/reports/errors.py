"""What can be wrong with a question."""

from stationdesk.foundation.errors import Invalid


class PeriodInvalid(Invalid):
    code = "period_invalid"
    title = "The period is not valid"


class CursorInvalid(Invalid):
    code = "bad_cursor"
    title = "The cursor cannot be read"
    zh = "翻页位置失效了，请从头打开。"


class ExportUnknown(Invalid):
    code = "export_unknown"
    title = "There is no such file"
    zh = "没有这种导出：格式请选 xlsx 或 csv，表格请选坐席或往来网点。"
