"""Why a whole file is refused; each says what to mend. Refused rows are in refusals.py."""

from stationdesk.foundation.errors import Invalid, NotFound, TooLarge


class FileRefused(Invalid):
    """Nothing of the file can be taken."""

    code = "file_refused"
    title = "The file cannot be imported"


class FileEmpty(FileRefused):
    code = "file_empty"
    zh = "文件是空的，请带表头重新导出后再导入。"


class EncodingUnknown(FileRefused):
    code = "encoding_unknown"


class HeaderWrong(FileRefused):
    code = "header_wrong"


class FileUnreadable(FileRefused):
    code = "file_unreadable"


class FileTooLarge(TooLarge):
    code = "file_too_large"
    title = "The file is too large"


class StrictImportRefused(FileRefused):
    """All or nothing was asked for, and some row is refused; nothing was taken."""

    code = "strict_import_refused"
    title = "Nothing was imported, because some rows are refused"


class BatchUnknown(NotFound):
    code = "batch_unknown"
    title = "There is no such import"
    zh = "没有这次导入的记录，请刷新列表。"
