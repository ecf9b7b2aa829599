"""How text in Chinese is searched: by each two neighbouring characters. Pure.

Words of Chinese have two characters and no blanks between them; trigrams miss them, and a
dictionary splits them as its authors liked. A text that holds every bigram of a word most likely
holds the word; whoever asks looks at the text itself before he says so.
"""

import unicodedata
import zlib
from collections.abc import Iterable
from typing import Final
from uuid import UUID

TEXT_MAX: Final = 8_000
"""Characters of one text that are taken in; a longer one is searched by its beginning."""


def searchable(text: str) -> str:
    """The text as it is compared: full-width signs made plain, letters folded."""
    return unicodedata.normalize("NFKC", text[:TEXT_MAX]).casefold()


def words_of(query: str) -> list[str]:
    """What is asked for: words between blanks and punctuation, of two characters at least."""
    plain = "".join(sign if sign.isalnum() else " " for sign in searchable(query))
    return [word for word in plain.split() if len(word) >= 2]


def bigrams(text: str) -> set[str]:
    """Each two neighbouring letters, digits or ideographs; none across punctuation or blanks."""
    found: set[str] = set()
    for word in words_of(text):
        found.update(word[i : i + 2] for i in range(len(word) - 1))
    return found


def bigram_keys(firm_id: UUID, texts: Iterable[str]) -> list[int]:
    """The bigrams as 32-bit keys of one firm, sorted.

    The firm is part of the key, so an index over an array column needs no second column, and its
    lists are no longer than the firm's own texts make them. Keys may collide: look at the text.
    """
    salt = zlib.crc32(firm_id.bytes)
    keys = {zlib.crc32(gram.encode(), salt) - 2**31 for text in texts for gram in bigrams(text)}
    return sorted(keys)
