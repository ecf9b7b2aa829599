"""What can be wrong with a file."""

from stationdesk.foundation.errors import Invalid, NotFound, TooLarge


class FileTooLarge(TooLarge):
    """The file exceeds `limit_bytes`."""

    code = "file_too_large"
    title = "The file is too large"


class FileEmpty(Invalid):
    """A file without a byte proves nothing."""

    code = "file_empty"
    title = "The file is empty"


class AttachmentNotFound(NotFound):
    """No such attachment, as far as this actor may know, or its file is gone."""

    code = "attachment_not_found"
    title = "There is no such attachment"
