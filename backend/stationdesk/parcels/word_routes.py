"""The firm's own dictionary of carriers' scan words, over the shipped one."""

import msgspec
from litestar import delete, get, put
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_200_OK, HTTP_204_NO_CONTENT
from sqlmodel import select

from stationdesk.accounts.repository import add_audit
from stationdesk.foundation.errors import Invalid
from stationdesk.parcels.milestones import Milestone
from stationdesk.parcels.models import ScanWordRow
from stationdesk.parcels.words import shipped_words, word_key
from stationdesk.stations.carriers import CARRIERS
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.wiring import Caller, Now, Transaction

EVERY_CARRIER = "all"
"""In paths and answers; stored as an empty carrier."""
WORD_MAX = 64


class WordInvalid(Invalid):
    code = "scan_word_invalid"
    title = "The scan word is not valid"


class WordOut(msgspec.Struct, frozen=True):
    """What a carrier's word means; `is_own` where the firm said so itself."""

    carrier: str
    word: str
    milestone: str
    is_own: bool


class WordPage(msgspec.Struct, frozen=True):
    items: list[WordOut]
    next_cursor: str | None


class WordMeaning(msgspec.Struct, frozen=True):
    milestone: str


@get("/scan-words", guards=[requires(Permission.IMPORTS_READ)])
async def list_words(session: Transaction) -> WordPage:
    """Shipped words and the firm's own, which win; a few hundred, one page."""
    words = {
        key: WordOut(key[0] or EVERY_CARRIER, key[1], milestone.value, is_own=False)
        for key, milestone in shipped_words().items()
    }
    for row in (await session.exec(select(ScanWordRow))).all():
        carrier = row.carrier or EVERY_CARRIER
        words[row.carrier, word_key(row.word)] = WordOut(carrier, row.word, row.milestone, True)
    return WordPage(items=[words[key] for key in sorted(words)], next_cursor=None)


@put(
    "/scan-words/{carrier:str}/{word:str}",
    guards=[requires(Permission.SCANS_IMPORT)],
    status_code=HTTP_200_OK,
)
async def set_word(
    carrier: FromPath[str],
    word: FromPath[str],
    data: JSONBody[WordMeaning],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> WordOut:
    """Say what a word means from now on; scans taken in before keep their meaning."""
    key, known = _key(carrier, word), {milestone.value for milestone in Milestone}
    if data.milestone not in known:
        raise WordInvalid(
            f"{data.milestone!r} is no milestone; choose one of {sorted(known)}.",
            zh=f"没有“{data.milestone}”这个节点，请从列表里选。",
        )
    await session.merge(
        ScanWordRow(firm_id=actor.firm_id, carrier=key[0], word=key[1], milestone=data.milestone)
    )
    add_audit(session, actor, "scan_word_set", f"{carrier} {key[1]}", now, meaning=data.milestone)
    await session.flush()
    return WordOut(carrier, key[1], data.milestone, is_own=True)


@delete(
    "/scan-words/{carrier:str}/{word:str}",
    guards=[requires(Permission.SCANS_IMPORT)],
    status_code=HTTP_204_NO_CONTENT,
)
async def forget_word(
    carrier: FromPath[str], word: FromPath[str], actor: Caller, session: Transaction, now: Now
) -> None:
    """Take the firm's own meaning back; the shipped one holds again, if there is one."""
    key = _key(carrier, word)
    row = await session.get(ScanWordRow, (actor.firm_id, *key))
    if row is not None:
        await session.delete(row)
        add_audit(session, actor, "scan_word_forgotten", f"{carrier} {key[1]}", now)
        await session.flush()


def _key(carrier: str, word: str) -> tuple[str, str]:
    if carrier != EVERY_CARRIER and carrier not in CARRIERS:
        raise WordInvalid(
            f"{carrier!r} is no carrier; choose {EVERY_CARRIER} or one of {', '.join(CARRIERS)}.",
            zh=f"没有“{carrier}”这家快递公司，请从列表里选。",
        )
    key = word_key(word)
    if not 0 < len(key) <= WORD_MAX:
        raise WordInvalid(
            f"A scan word has 1 to {WORD_MAX} characters.", zh=f"扫描词要 1 到 {WORD_MAX} 个字。"
        )
    return ("" if carrier == EVERY_CARRIER else carrier), key


ROUTES = [list_words, set_word, forget_word]
