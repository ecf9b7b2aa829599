"""What of a person is shown before anybody asked for it, and what a caller may hear. Pure.

Domain §9: a name keeps the surname, a phone hides six digits or more, an address hides the unit:
every number, and whatever stands behind the last street, estate or village.
"""

import re
import unicodedata
from typing import Final, Literal

from stationdesk.foundation.contact_keys import phone_key

HIDDEN_DIGITS_MIN: Final = 6
_SURNAME_PAIRS: Final = (
    "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠"
    "公孙慕容仲孙钟离长孙宇文司徒鲜于司空闾丘亓官司寇巫马公西颛孙壤驷公良漆雕乐正宰父谷梁拓跋"
    "夹谷轩辕令狐段干百里呼延东郭南门羊舌微生梁丘左丘西门第五"
)
_DOUBLE_SURNAMES: Final = frozenset(
    _SURNAME_PAIRS[place : place + 2] for place in range(0, len(_SURNAME_PAIRS), 2)
)
_TITLES: Final = ("女士", "先生", "小姐", "老师", "师傅", "阿姨", "大姐", "经理", "老板")
_BUSINESS: Final = re.compile(r"(公司|商行|商店|门店|旗舰店|专卖店|工厂|超市|工作室|电商|合作社)$")
_NOBODYS_NAME: Final = frozenset(
    ("寄件人", "收件人", "发件人", "投诉人", "代收人", "寄方", "收方", "客户", "本人", "家人",
     "家属", "同事", "邻居", "前台", "门卫", "保安", "物业", "匿名", "总部", "平台")
)  # fmt: skip
_NAME_STARS_MAX: Final = 2
_HEAD_DIGITS: Final = 3
_TAIL_DIGITS: Final = 2
_AREA: Final = re.compile(
    r".*(?:省|市|区|县|旗|镇|乡|街道|村|路|街|巷|大道|里|苑|园|公寓|广场|大厦|中心)"
)
_AREA_SHOWN_MAX: Final = 40
_BEGINNING_SHOWN: Final = 3

Fact = Literal[
    "own_trace", "tariff", "station_address", "station_phone",
    "other_customer", "internal_rule", "franchisee", "staff_contact",
]  # fmt: skip
_TELLABLE: Final = frozenset({"own_trace", "tariff", "station_address", "station_phone"})


def may_be_told(fact: Fact) -> bool:
    """Whether a caller may hear it 可对外说: his own parcel, tariffs, a station's public data."""
    return fact in _TELLABLE


def mask_name(name: str) -> str:
    """王小明 → 王**, 欧阳娜娜 → 欧阳**, 陈女士 → 陈女士, Maria Garcia → M**; a business stays,
    and so does whoever is named by what he is: 寄件人."""
    plain = " ".join(name.split())
    if not plain or plain in _NOBODYS_NAME or _BUSINESS.search(plain):
        return plain
    for title in _TITLES:
        surname = plain.removesuffix(title)
        if surname != plain and (len(surname) == 1 or surname in _DOUBLE_SURNAMES):
            return plain
    is_double = plain[:2] in _DOUBLE_SURNAMES and len(plain) > 2
    kept = 2 if is_double else 1
    return plain[:kept] + "*" * max(1, min(len(plain) - kept, _NAME_STARS_MAX))


def mask_phone(phone: str) -> str:
    """13812345678 → 138******78. Six digits are hidden, and all of a number that has no more."""
    digits = phone_key(phone)
    shown = max(0, len(digits) - HIDDEN_DIGITS_MIN)
    tail = min(_TAIL_DIGITS, shown)
    head = min(_HEAD_DIGITS, shown - tail)
    end = len(digits) - tail
    return digits[:head] + "*" * (end - head) + digits[end:]


def mask_address(address: str) -> str:
    """杭州市滨江区江陵路88号3幢501室 → 杭州市滨江区江陵路****: the street, never the number."""
    plain = " ".join(unicodedata.normalize("NFKC", address).split())
    if not plain:
        return ""
    before_numbers = re.split(r"\d", plain, maxsplit=1)[0]
    area = _AREA.match(before_numbers)
    if area is not None:
        return area[0][:_AREA_SHOWN_MAX] + "****"
    is_long = len(before_numbers) > _BEGINNING_SHOWN * 2
    return (before_numbers[:_BEGINNING_SHOWN] if is_long else "") + "****"
