"""How phones, names and addresses are compared and searched. Pure.

`phone_key("+86 138-0013 8000")` is `13800138000`; an extension (转, ext, #) is no part of it.
"""

import re
import unicodedata
from typing import Final

TAIL_DIGITS: Final = 4
ADDRESS_PREFIX_MIN: Final = 6
"""A shorter beginning of an address would match half a town."""
ADDRESS_KEY_MAX: Final = 120

_EXTENSION = re.compile(r"(转|分机|ext|x|#|,).*$", re.IGNORECASE)
_MOBILE = re.compile(r"(?:00)?86(1\d{10})")
_NOT_WORD = re.compile(r"[\W_]+")


def phone_key(phone: str) -> str:
    """The digits by which two ways to write a number are the same; empty if it has none."""
    plain = _EXTENSION.sub("", unicodedata.normalize("NFKC", phone).strip())
    digits = "".join(sign for sign in plain if sign in "0123456789")
    mobile = _MOBILE.fullmatch(digits)
    return mobile[1] if mobile else digits


def phone_tail(phone: str) -> str:
    """The last four digits, as people give them on the phone; empty if there are fewer."""
    key = phone_key(phone)
    return key[-TAIL_DIGITS:] if len(key) >= TAIL_DIGITS else ""


def name_key(name: str) -> str:
    """A name without blanks and punctuation, case folded."""
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", name)).casefold()


def name_bigrams(name: str) -> list[str]:
    """Each two neighbouring characters of a name; a name of one character is that one."""
    key = name_key(name)
    if len(key) < 2:
        return [key] if key else []
    return sorted({key[i : i + 2] for i in range(len(key) - 1)})


def address_key(address: str) -> str:
    """An address without blanks and punctuation, case folded, bounded."""
    plain = _NOT_WORD.sub("", unicodedata.normalize("NFKC", address)).casefold()
    return plain[:ADDRESS_KEY_MAX]


def address_prefixes(key: str) -> list[str]:
    """Every beginning of an address key that says enough to be compared."""
    return [key[:length] for length in range(ADDRESS_PREFIX_MIN, len(key) + 1)]
