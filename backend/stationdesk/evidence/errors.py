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
    zh = "文件是空的，请重新选一个。"


class AttachmentNotFound(NotFound):
    """No such attachment, as far as this actor may know, or its file is gone."""

    code = "attachment_not_found"
    title = "There is no such attachment"


class NoPreview(NotFound):
    """The file is no picture that can be shown; it can be downloaded."""

    code = "no_preview"
    title = "This file cannot be shown, only downloaded"
    zh = "“{name}”不是图片，不能预览，请下载查看。"


class NotPlayable(Conflict):
    """The file is no recording, or in a form that browsers do not play."""

    code = "not_playable"
    title = "This file cannot be played here, only downloaded"
    zh = "“{name}”不是浏览器能放的录音，请下载后播放。"


class CaptureTimeInvalid(Invalid):
    """The time of capture lies in the future, or before there were such files."""

    code = "capture_time_invalid"
    title = "The time of capture cannot be right"
    zh = "拍摄时间 {captured_at} 在将来或早于 2000 年；请校准设备时间，或留空。"


class UploadNotFound(NotFound):
    """No such upload, it is somebody else's, or it has expired."""

    code = "upload_not_found"
    title = "There is no such upload"
    zh = "这次上传已过期（24 小时）或不是您的，请重新上传。"


class UploadOffsetWrong(Conflict):
    """The part does not begin where the upload stands; `received_bytes` says where that is."""

    code = "upload_offset_wrong"
    title = "The upload stands elsewhere"
    zh = "上传位置对不上，已收到 {received_bytes} 字节，请从那里接着传。"


class PartEmpty(Invalid):
    """A part without a byte moves nothing."""

    code = "part_empty"
    title = "The part is empty"
    zh = "这一段没有内容，请重新上传。"


class UploadIncomplete(Conflict):
    """Not everything has come; `received_bytes` says where to go on."""

    code = "upload_incomplete"
    title = "The upload is not complete"
    zh = "文件还没传完（已收到 {received_bytes} 字节，共 {size_bytes} 字节），请传完再提交。"


class UploadCorrupt(Conflict):
    """What came is not what the sender hashed; the upload begins anew."""

    code = "upload_corrupt"
    title = "The file arrived damaged"
    zh = "文件在上传途中损坏了，请重新上传。"


class LinkNotFound(NotFound):
    """The link was never made, or its time is over."""

    code = "link_not_found"
    title = "This link does not hold any more"
    zh = "这个上传链接已失效，请让客服重新出码。"


class LinkUsedUp(TooMany):
    """The link has taken as many files as it may."""

    code = "link_used_up"
    title = "This link has taken all of its files"
    zh = "这个链接已传满 {files_max} 个文件，请让客服重新出码。"


class PackNotFound(NotFound):
    """No such pack, or it has expired."""

    code = "pack_not_found"
    title = "There is no such pack"
    zh = "没有这个证据包，或已过期（7 天）；请重新生成。"


class PackNotReady(Conflict):
    """The pack is still being built, or could not be."""

    code = "pack_not_ready"
    title = "The pack is not ready"


class PackTooLarge(Conflict):
    """Too much to build while somebody waits: ask for it by `POST …/packs`."""

    code = "pack_too_large"
    title = "This pack is built by a job"
    zh = "证据包有 {files} 个文件、{megabytes} MB，请改用后台生成，完成后再下载。"
