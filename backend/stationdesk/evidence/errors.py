"""What can be wrong with a file."""

from stationdesk.foundation.errors import Conflict, Invalid, NotFound, TooLarge, TooMany


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


class NoPreview(NotFound):
    """The file is no picture that can be shown; it can be downloaded."""

    code = "no_preview"
    title = "This file cannot be shown, only downloaded"


class CaptureTimeInvalid(Invalid):
    """The time of capture lies in the future, or before there were such files."""

    code = "capture_time_invalid"
    title = "The time of capture cannot be right"


class UploadNotFound(NotFound):
    """No such upload, it is somebody else's, or it has expired."""

    code = "upload_not_found"
    title = "There is no such upload"


class UploadOffsetWrong(Conflict):
    """The part does not begin where the upload stands; `received_bytes` says where that is."""

    code = "upload_offset_wrong"
    title = "The upload stands elsewhere"


class PartEmpty(Invalid):
    """A part without a byte moves nothing."""

    code = "part_empty"
    title = "The part is empty"


class UploadIncomplete(Conflict):
    """Not everything has come; `received_bytes` says where to go on."""

    code = "upload_incomplete"
    title = "The upload is not complete"


class UploadCorrupt(Conflict):
    """What came is not what the sender hashed; the upload begins anew."""

    code = "upload_corrupt"
    title = "The file arrived damaged"


class LinkNotFound(NotFound):
    """The link was never made, or its time is over."""

    code = "link_not_found"
    title = "This link does not hold any more"


class LinkUsedUp(TooMany):
    """The link has taken as many files as it may."""

    code = "link_used_up"
    title = "This link has taken all of its files"


class PackNotFound(NotFound):
    """No such pack, or it has expired."""

    code = "pack_not_found"
    title = "There is no such pack"


class PackNotReady(Conflict):
    """The pack is still being built, or could not be."""

    code = "pack_not_ready"
    title = "The pack is not ready"


class PackTooLarge(Conflict):
    """Too much to build while somebody waits: ask for it by `POST …/packs`."""

    code = "pack_too_large"
    title = "This pack is built by a job"
