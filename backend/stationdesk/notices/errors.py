"""What can be refused about notices, channels and links."""

from stationdesk.foundation.errors import Conflict, Invalid, NotFound, TooMany


class NoticeUnknown(NotFound):
    """No such notice, or it is somebody else's."""

    code = "notice_unknown"
    title = "There is no such notice"
    zh = "没有这条通知，或不是发给您的；请刷新列表。"


class ChannelUnknown(NotFound):
    """No such channel here."""

    code = "channel_unknown"
    title = "There is no such channel"
    zh = "没有这个通知渠道，请刷新列表。"


class ChannelInvalid(Invalid):
    """The channel's kind, audience, address or secret cannot be used; `field` says which."""

    code = "channel_invalid"
    title = "The channel is not valid"


class LinkUnknown(NotFound):
    """No such link on this case."""

    code = "link_unknown"
    title = "There is no such link"
    zh = "这件没有这个链接，请刷新页面。"


class LinkOver(Conflict):
    """The link was answered, revoked or has expired: it takes nothing any more."""

    code = "link_over"
    title = "The link is no longer valid"


class LinkAnswerInvalid(Invalid):
    """The answer is none of those offered, or lacks what it needs."""

    code = "link_answer_invalid"
    title = "The answer is not valid"


class LinkAskedTooOften(TooMany):
    """Too many requests for links from one address."""

    code = "link_asked_too_often"
    title = "Too many requests"
