"""What the courier and the agent are told to begin with; a supervisor rewrites it. Pure.

Written in Chinese: it is pasted into the courier's chat as it stands.
"""

from typing import Final

_TEXTS: Final = {
    "signed_not_received": (
        "先电话联系并录音，当面交付；不放柜、不放门口，拍门牌和交付照片。",
        "来电先查交付照片和通话录音，再答复；多次反映未收到的同步组长。",
    ),
    "locker_overdue": (
        "不入柜，送货上门；联系不上当场登记问题件。",
        "入柜前须有本人同意的记录；超期前一天电话提醒取件。",
    ),
    "no_call": ("派送前必须电联并留下通话记录。", "核对通话记录后再答复。"),
    "timed_collection": (
        "按约定时间上门；赶不上提前半小时说明。",
        "先问清可收件的时段，写进对客户承诺。",
    ),
    "false_claims": (
        "全程留证：称重、外包装、交付各拍一张，通话录音。",
        "赔付前须核实证据，由组长审批。",
    ),
    "refuses": ("派送前电话确认是否收件，拒收当场录音登记。", "先与寄方确认退改方案。"),
    "unreachable": (
        "换时段打三次并截图，发短信；仍不通登记问题件。",
        "向寄方要备用电话。",
    ),
}


def instructions_for(category: str) -> tuple[str, str]:
    """(courier, agent); empty where nothing general can be said."""
    return _TEXTS.get(category, ("", ""))
