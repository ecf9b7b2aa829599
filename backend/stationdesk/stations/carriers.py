"""Carriers 快递公司 and the words that people and providers use for them."""

from typing import Final

CARRIERS: Final[dict[str, str]] = {
    "zto": "中通",
    "yto": "圆通",
    "sto": "申通",
    "yunda": "韵达",
    "jt": "极兔",
    "sf": "顺丰",
    "jd": "京东",
    "ems": "邮政",
    "best": "百世",
    "deppon": "德邦",
    "zto_freight": "中通快运",
    "other": "其他",
}

_WORDS: Final[dict[str, str]] = {
    "zhongtong": "zto",
    "zto001": "zto",
    "中通快递": "zto",
    "yuantong": "yto",
    "圆通速递": "yto",
    "圆通快递": "yto",
    "shentong": "sto",
    "申通快递": "sto",
    "yd": "yunda",
    "韵达快递": "yunda",
    "jtexpress": "jt",
    "j&t": "jt",
    "jtsd": "jt",
    "极兔速递": "jt",
    "shunfeng": "sf",
    "顺丰速运": "sf",
    "jingdong": "jd",
    "huitongkuaidi": "best",
    "htky": "best",
    "百世快递": "best",
    "youzhengguonei": "ems",
    "debangwuliu": "deppon",
} | {chinese: code for code, chinese in CARRIERS.items()}


def carrier_code(word: str) -> str | None:
    """The carrier behind a code, Chinese name or provider's word; None where it is unknown."""
    key = word.strip().lower()
    return key if key in CARRIERS else _WORDS.get(key)
