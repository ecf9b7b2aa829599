"""What can go wrong when parcels and gaps are asked for."""

from stationdesk.foundation.errors import Invalid, NotFound, Unauthenticated


class ParcelUnknown(NotFound):
    code = "parcel_unknown"
    title = "There is no such parcel"
    zh = "您的网点里查不到运单“{waybill}”，请核对单号。"


class CursorInvalid(Invalid):
    code = "cursor_invalid"
    title = "The cursor is not valid"
    zh = "翻页位置失效了，请从第一页重新打开。"


class PushUnsigned(Unauthenticated):
    code = "push_signature_wrong"
    title = "The signature does not match"
    zh = "推送的签名不对：sign 应为 MD5(param + salt)，请核对该网点推送地址的 salt。"


class PushUnreadable(Invalid):
    code = "push_unreadable"
    title = "The push cannot be read"


class FiguresInvalid(Invalid):
    code = "figures_invalid"
    title = "A figure of the comparison is out of bounds"
    zh = "“{word}”要在 0 到 {most} 之间，请改一下。"


class MomentWithoutOffset(Invalid):
    code = "moment_without_offset"
    title = "The moment has no offset"
    zh = "时间“{moment}”没写时区，请写成 2026-11-20T08:00:00+08:00。"
