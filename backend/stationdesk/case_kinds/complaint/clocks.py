"""The deadlines of a complaint: each source measures its own time to the answer."""

from stationdesk.cases.kinds import ClockRule, Label
from stationdesk.clocks.deadlines import ClockOwner
from stationdesk.workflow.custody import HolderKind

REPLY_CLOCKS = {
    "customer": "reply_customer",
    "hq": "reply_hq",
    "postal_12305": "reply_postal",
    "cainiao": "reply_platform",
    "platform": "reply_platform",
    "consumers_association": "reply_association",
}
"""Which clock measures the answer, by source."""

CLOCKS = {
    "first_contact": ClockRule(ClockOwner.FIRM, Label("首次联系时限", "First contact")),
    "reply_customer": ClockRule(
        ClockOwner.FIRM,
        Label("答复客户时限", "Answer to the customer"),
        pauses_while=frozenset({HolderKind.CUSTOMER}),
    ),
    "reply_hq": ClockRule(ClockOwner.HQ, Label("总部投诉答复时限", "Answer to headquarters")),
    "reply_postal": ClockRule(ClockOwner.HQ, Label("邮政申诉答复时限", "Answer to 12305")),
    "reply_platform": ClockRule(ClockOwner.HQ, Label("平台投诉答复时限", "Answer to the platform")),
    "reply_association": ClockRule(
        ClockOwner.HQ, Label("消协投诉答复时限", "Answer to the consumers' association")
    ),
}
ALL_REPLIES = tuple(dict.fromkeys(REPLY_CLOCKS.values()))
