"""Why a fine is left out of a bulk: a code, and words that say what to do instead. Pure."""

from typing import Final

from stationdesk.foundation.errors import StationdeskError

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "fine_unknown": ("没有这笔罚款，请刷新", "There is no such fine; reload the list"),
    "already_attributed": ("已经定过责", "It has been decided already"),
    "awaits_approval": ("已有人定责，正等审批", "A decision on it waits for approval"),
    "fine_reversed": ("已退回，没有可定的", "It was given back; there is nothing to decide"),
    "refund": ("这是退款行，请单独处理", "It gives money back: decide it by itself"),
    "no_proposal": ("没有建议，请单独定责", "Nothing is proposed: decide it by itself"),
    "proposal_changed": (
        "建议已变，列表已更新，请再看一眼",
        "The proposal has changed since; the list shows the new one now",
    ),
    "low_confidence": ("把握不够，请单独定责", "The confidence is too low: decide it by itself"),
    "appeal_first": ("应先申诉：重复扣款、免考或总部差错",
                     "To be appealed first: charged twice, exempted, or the carrier's error"),
    "under_appeal": ("正在申诉，等结果", "An appeal is open: wait for its end"),
    "agent_gone": ("建议的坐席找不到，请单独定责", "The proposed agent is not to be found"),
    "rule_silent": (
        "分摊规则没有写明这个原因，请单独定责",
        "The rule that would hold does not name this cause: decide it by itself",
    ),
    "not_pointed_out": (
        "不是重复扣款，也不在免考内；要申诉请写理由",
        "Neither a repetition nor exempted; give a ground and a reason to appeal it",
    ),
    "appeal_deadline_passed": ("申诉期已过", "The time to appeal has passed"),
    "not_appealable": ("没有可申诉的", "There is nothing to appeal against"),
    "already_open": ("已有申诉在办", "An appeal on it is open already"),
}  # fmt: skip


class RowRefused(Exception):
    """One row cannot be done; the others go on."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def words_for(code: str, error: StationdeskError | None = None) -> tuple[str, str]:
    """In Chinese and English; what is not listed says what the single case would say."""
    if code in TEXTS:
        return TEXTS[code]
    if error is None:
        return code, code
    return error.members["zh"], error.detail
