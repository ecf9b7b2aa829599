"""Why something is not shown in full."""

from stationdesk.foundation.errors import Invalid


class ReasonNeeded(Invalid):
    """Whoever wants to see it says why, in a few words."""

    code = "reason_needed"
    title = "Say why you need to see it"
    zh = "请写明为什么要看完整信息（{shortest} 到 {longest} 个字）。"
