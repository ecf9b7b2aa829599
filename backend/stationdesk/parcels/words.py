"""What a scan's word means: English and Chinese milestone names, and the carriers' own words.

`data/scan_words.csv` holds the carriers' words as public SDKs give them, with their source; the
milestone beside each is a reading of ours, to be checked and never an oracle. A firm overrides
or adds words in the table `scan_words`, whose lines win over these.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

import msgspec

from stationdesk.parcels.milestones import Milestone

# The trade's names, the same for every carrier; carriers' words for the same come from the table.
GENERAL_WORDS: dict[str, Milestone] = {
    **{milestone.value: milestone for milestone in Milestone},
    "发件": Milestone.DEPARTED,
    "出港": Milestone.DEPARTED,
    "到件": Milestone.ARRIVED,
    "派件": Milestone.DISPATCHED,
    "派件失败": Milestone.DELIVERY_FAILED,
    "派件异常": Milestone.DELIVERY_FAILED,
    "入柜": Milestone.IN_LOCKER,
    "驿站": Milestone.IN_LOCKER,
    "入柜/驿站": Milestone.IN_LOCKER,
    "驿站代收": Milestone.IN_LOCKER,
    "取出": Milestone.LOCKER_TAKEN_BACK,
    "签收": Milestone.SIGNED,
    "撤销签收": Milestone.SIGNATURE_REVOKED,
    "问题件": Milestone.PROBLEM_REGISTERED,
    "退回": Milestone.RETURNED,
    "退件": Milestone.RETURNED,
    "转出": Milestone.FORWARDED,
    "转件": Milestone.FORWARDED,
    "揽收": Milestone.COLLECTED,
    "揽件": Milestone.COLLECTED,
    "收件": Milestone.COLLECTED,
    "称重": Milestone.WEIGHED,
    "中转收入": Milestone.ACCEPTED_BY_HUB,
}
_SCAN_SUFFIX = "扫描"


class ScanWord(msgspec.Struct, frozen=True):
    """A line of a firm's own table; `carrier` '' holds for all."""

    carrier: str
    word: str
    milestone: Milestone


def word_key(word: str) -> str:
    """How words are compared: without white space around and without case."""
    return word.strip().casefold()


@cache
def shipped_words() -> Mapping[tuple[str, str], Milestone]:
    """(carrier, word key) → milestone, as shipped."""
    text = files("stationdesk.parcels").joinpath("data/scan_words.csv").read_text("utf-8")
    return {
        (line["carrier"], word_key(line["word"])): Milestone(line["milestone"])
        for line in csv.DictReader(text.splitlines())
    }


class Dictionary:
    """Looks words up for a carrier: the firm's line, then the carrier's, then the general one."""

    def __init__(self, own: Iterable[ScanWord], firm_carriers: Sequence[str]) -> None:
        self._own = {(line.carrier, word_key(line.word)): line.milestone for line in own}
        self._firm_carriers = tuple(dict.fromkeys(firm_carriers))

    def milestone(self, word: str, carriers: Sequence[str]) -> Milestone | None:
        """What `word` means at stations of `carriers` (of the site first, then of the next site).

        With no station known (hub to hub) all carriers that the firm serves are asked. A word
        with 扫描 behind it means what it means without. None: nobody knows it.
        """
        key = word_key(word)
        for form in (key, key.removesuffix(_SCAN_SUFFIX)):
            for carrier in (*(carriers or self._firm_carriers), ""):
                found = self._own.get((carrier, form)) or shipped_words().get((carrier, form))
                if found is not None:
                    return found
            if form in GENERAL_WORDS:
                return GENERAL_WORDS[form]
        return None
