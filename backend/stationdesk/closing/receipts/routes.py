"""Receipts over HTTP."""

from litestar import post
from litestar.params import JSONBody

from stationdesk.closing.receipts import service
from stationdesk.closing.receipts.schemas import ReceiptIn, ReceiptOut
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.wiring import Caller, Connections, Now


@post("/ledger/receipts", guards=[requires(Permission.MONTHS_CLOSE)])
async def receive(
    data: JSONBody[ReceiptIn], actor: Caller, database: Connections, now: Now
) -> ReceiptOut:
    """A counterparty has paid: Dr cash, Cr counterparty. 409 where it was recorded otherwise."""
    return await service.receive(database, actor, data, now)


ROUTES = [receive]
