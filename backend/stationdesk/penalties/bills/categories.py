"""Fine categories 罚款类别: what a carrier's item codes are about. Pure.

Carriers' codes are data of each firm (table `fine_codes`); the ones that domain §6 names ship as
examples and hold until the firm says otherwise.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class FineCategory(StrEnum):
    """What a fine is about, whatever the carrier calls it."""

    DELAY = "delay"
    DAMAGE = "damage"
    LOSS = "loss"
    LATE_REPLY = "late_reply"
    FALSE_PROBLEM = "false_problem"
    FALSE_SIGNATURE = "false_signature"
    INTERCEPTION = "interception"
    COMPLAINT = "complaint"
    SERVICE_QUALITY = "service_quality"
    OTHER = "other"


CATEGORY_LABELS: Final[Mapping[FineCategory, tuple[str, str]]] = {
    FineCategory.DELAY: ("延误", "Delay"),
    FineCategory.DAMAGE: ("破损", "Damage"),
    FineCategory.LOSS: ("遗失", "Loss"),
    FineCategory.LATE_REPLY: ("回复超时", "Late reply"),
    FineCategory.FALSE_PROBLEM: ("虚假问题件", "False problem parcel"),
    FineCategory.FALSE_SIGNATURE: ("虚假签收", "False signature"),
    FineCategory.INTERCEPTION: ("拦截退回", "Interception and return"),
    FineCategory.COMPLAINT: ("投诉", "Complaint"),
    FineCategory.SERVICE_QUALITY: ("服务质量", "Service quality"),
    FineCategory.OTHER: ("其他", "Other"),
}

EXAMPLE_CODES: Final[Mapping[str, tuple[str, FineCategory]]] = {
    "100101": ("延误仲裁赔款", FineCategory.DELAY),
    "100102": ("延误仲裁返款", FineCategory.DELAY),
    "100201": ("工单自动考核", FineCategory.LATE_REPLY),
    "100301": ("遗失仲裁赔款", FineCategory.LOSS),
    "100302": ("遗失仲裁返款", FineCategory.LOSS),
    "100401": ("破损仲裁赔款", FineCategory.DAMAGE),
    "100402": ("破损仲裁返款", FineCategory.DAMAGE),
    "110492": ("虚假问题件考核", FineCategory.FALSE_PROBLEM),
    "044309": ("拦截退回不及时", FineCategory.INTERCEPTION),
    "264-18": ("客服服务质量考核费", FineCategory.SERVICE_QUALITY),
}
"""By code, whatever the carrier: examples, marked as such wherever they are shown."""

_WORDS: Final = (
    ("破损", FineCategory.DAMAGE),
    ("遗失", FineCategory.LOSS),
    ("丢失", FineCategory.LOSS),
    ("虚假签收", FineCategory.FALSE_SIGNATURE),
    ("虚假问题件", FineCategory.FALSE_PROBLEM),
    ("拦截", FineCategory.INTERCEPTION),
    ("退回", FineCategory.INTERCEPTION),
    ("投诉", FineCategory.COMPLAINT),
    ("工单", FineCategory.LATE_REPLY),
    ("回复", FineCategory.LATE_REPLY),
    ("延误", FineCategory.DELAY),
    ("服务质量", FineCategory.SERVICE_QUALITY),
)


def category_of(
    known: Mapping[tuple[str, str], FineCategory], carrier: str, code: str, name: str
) -> FineCategory:
    """The firm's own table first, then the examples, then the words of the item's name."""
    own = known.get((carrier, code))
    if own is not None:
        return own
    if code in EXAMPLE_CODES:
        return EXAMPLE_CODES[code][1]
    return next((category for word, category in _WORDS if word in name), FineCategory.OTHER)
