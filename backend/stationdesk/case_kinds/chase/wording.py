"""When two chasing texts are the same: pure."""

import unicodedata
from collections.abc import Iterable, Mapping


def wording(text: str) -> str:
    """What is left of a text without numbers, punctuation, blanks and case.

    Another waybill or another exclamation mark does not make it another text.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in folded if letter.isalpha())


def by_wording(texts: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    """The numbers of the cases that were chased with each wording; from (text, number)."""
    found: dict[str, list[str]] = {}
    for text, number in texts:
        numbers = found.setdefault(wording(text), [])
        if number not in numbers:
            numbers.append(number)
    return {words: tuple(numbers) for words, numbers in found.items()}
