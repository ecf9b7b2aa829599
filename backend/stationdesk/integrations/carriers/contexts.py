"""Reads the sentences of carriers' traces: which stage, at which site, bound for which, by whom.

Written after three real traces (tests/data/traces); what no pattern knows is kept as `other`.
Pure: a sentence in, a reading out. Milestones are the glossary's words.
"""

import re

import msgspec

_BRACKET = re.compile(r"【([^【】]*)】")
_PLACE = re.compile(r"[^【】]{1,12}(?:市|省|自治区|自治州|地区|盟)")
_COURIER = (
    re.compile(r"(?:派件人|取件人|揽件人|快递员|业务员)[::]\s*([^\s,,。((/【】]{1,20})"),
    re.compile(r"】\s*(?:[((][^))]*[))]\s*)?的\s*([^\s,,。((/【】]{1,20})\s*[((]"),
    re.compile(r"【([^【】/]{1,20})/[\d*+-]{5,}】\s*正在派件"),
)
_PARCEL_KEEPERS = re.compile(r"代收|快递柜|丰巢|驿站|自提柜|入柜|投柜|代理点|暂存")

# In this order: the first that is found decides. A sentence that says 代收 may thank for 签收.
_STAGES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"撤销签收"), "signature_revoked"),
    (re.compile(r"失败签收|签收失败|派件失败|派送不成功|派件不成功|派送失败"), "delivery_failed"),
    (re.compile(r"(?:快递员|业务员).{0,12}取出|从.{0,20}柜.{0,6}取出"), "locker_taken_back"),
    (
        re.compile(r"[已被由].{0,60}代收|已?放入.{0,30}(?:柜|驿站)|已投[柜递].{0,20}柜|已入柜"),
        "in_locker",
    ),
    (re.compile(r"(?<!未)(?<!时)签收|已妥投|已送达"), "signed"),
    (re.compile(r"正在.{0,8}派[件送]|派[件送]中|正在派|安排派[件送]"), "dispatched"),
    (re.compile(r"已发往|发往|已发出|下一站|离开"), "departed"),
    (re.compile(r"已揽收|揽收|已收件|收件扫描"), "collected"),
    (re.compile(r"已经?到达|到达|已收入|^到\s*【|到件"), "arrived"),
    (re.compile(r"退回|退件"), "returned"),
    (re.compile(r"转寄|转投|转同行"), "forwarded"),
    (re.compile(r"问题件|拒收|破损|地址不详"), "problem_registered"),
    (re.compile(r"称重"), "weighed"),
)


class Reading(msgspec.Struct, frozen=True):
    """What a sentence says. `site` is '' where it names none, or only a shop or locker."""

    milestone: str
    site: str
    next_site: str
    courier: str


def read_context(text: str, stage: str | None = None, place: str = "") -> Reading:
    """Read one sentence. `stage` is what the provider's own code says, and wins; `place` is the
    city that the provider gives, which ZTO also writes in brackets before the sentence."""
    milestone = stage or _stage(text)
    sites = _sites(text, place)
    next_site = ""
    if milestone == "departed":
        site = sites[0] if sites else ""
        next_site = sites[1] if len(sites) > 1 else ""
        if not site and not next_site:
            milestone = "other"
    else:
        site = sites[0] if sites else ""
    return Reading(milestone, site, next_site, _courier(text))


def _stage(text: str) -> str:
    for pattern, milestone in _STAGES:
        if pattern.search(text):
            return milestone
    return "other"


def _sites(text: str, place: str) -> list[str]:
    """Names in brackets that can be sites: no city before the sentence, no courier, no locker."""
    found = []
    brackets = list(_BRACKET.finditer(text))
    for number, match in enumerate(brackets):
        name, _, rest = match.group(1).partition("/")
        name = name.strip()
        is_city = name == place.strip() or bool(_PLACE.fullmatch(name))
        if number == 0 and len(brackets) > 1 and is_city and not text[: match.start()].strip():
            continue
        is_person = bool(rest) and bool(re.fullmatch(r"[\d*+\- ]{5,}", rest))
        if not name or is_person or len(name) > 40 or _PARCEL_KEEPERS.search(name):
            continue
        found.append(name)
    return found


def _courier(text: str) -> str:
    for pattern in _COURIER:
        match = pattern.search(text)
        if match:
            return match.group(1).strip()
    return ""
