"""Recording what a counterparty paid: Dr cash · Cr counterparty/{code}.

The posting is all there is to write, so it goes by the process's poster: a bank's file of receipts,
sent line by line by several connections, shares its commits.
"""

from datetime import datetime, time
from typing import Final

from stationdesk.closing.receipts.errors import NothingAdvanced, ReceiptInvalid
from stationdesk.closing.receipts.schemas import ReceiptIn, ReceiptOut
from stationdesk.foundation.database import Database
from stationdesk.foundation.zones import HOME
from stationdesk.ledger import service as ledger
from stationdesk.ledger.errors import UnknownAccount
from stationdesk.ledger.poster import poster_of
from stationdesk.ledger.postings import Posting
from stationdesk.tenancy.actor import Actor
from stationdesk.tenancy.session import hot_transaction

CASH: Final = "cash"
KIND: Final = "counterparty_receipt"
REFERENCE_MAX: Final = 120
CODE_MAX: Final = 60
AMOUNT_MAX_FEN: Final = 10**12


async def receive(
    database: Database, actor: Actor, receipt: ReceiptIn, now: datetime
) -> ReceiptOut:
    """Post it in the open month. A counterparty that pays more than it owes stands in credit.

    The same receipt again by the same person is a replay. Raises ReceiptInvalid, NothingAdvanced,
    and KeyReused where the reference was recorded otherwise, or by somebody else.
    """
    code, reference = receipt.counterparty.strip(), receipt.reference.strip()
    if not (
        0 < receipt.amount_fen <= AMOUNT_MAX_FEN
        and 1 <= len(reference) <= REFERENCE_MAX
        and reference.isprintable()
        and 1 <= len(code) <= CODE_MAX
        and code.isprintable()
        and receipt.paid_on <= now.astimezone(HOME).date()
    ):
        raise ReceiptInvalid(
            f"Give an amount above zero, a day not in the future, and the bank's reference, in at "
            f"most {REFERENCE_MAX} characters on one line."
        )
    posting = Posting(
        key=f"receipt/{code}/{reference}",
        kind=KIND,
        occurred_at=datetime.combine(receipt.paid_on, time(), HOME),
        entries=((CASH, receipt.amount_fen), (f"counterparty/{code}", -receipt.amount_fen)),
        reference=f"{reference} · {actor.name}",
    )
    async with hot_transaction(database, actor) as connection:
        await ledger.open_accounts(connection, actor.firm_id, [CASH], now)
    try:
        posted = await poster_of(database).post(actor, posting, now)
    except UnknownAccount as error:
        raise NothingAdvanced(
            f"Nothing was advanced for {code}: look its code up in the ledger's accounts.",
            counterparty=code,
        ) from error
    return ReceiptOut(posted.transaction_id, posted.is_replay)
