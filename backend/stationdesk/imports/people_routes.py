"""Spreadsheets of customers and couriers over HTTP."""

from tempfile import TemporaryDirectory
from typing import Annotated

from litestar import post
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.status_codes import HTTP_200_OK

from stationdesk.imports import people
from stationdesk.imports.small_tables import TableReport
from stationdesk.imports.table_uploads import BODY_MAX_BYTES, TableForm, kept_table
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.wiring import Caller, Now, Transaction


@post(
    "/customers/import",
    guards=[requires(Permission.CUSTOMERS_MANAGE)],
    status_code=HTTP_200_OK,
    request_max_body_size=BODY_MAX_BYTES,
)
async def import_customers(
    data: Annotated[TableForm, Body(media_type=RequestEncodingType.MULTI_PART)],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> TableReport:
    """Take customers out of a spreadsheet; refused rows are named with their reasons."""
    with TemporaryDirectory() as folder:
        return await people.import_customers(session, actor, await kept_table(data, folder), now)


@post(
    "/couriers/import",
    guards=[requires(Permission.STATIONS_MANAGE)],
    status_code=HTTP_200_OK,
    request_max_body_size=BODY_MAX_BYTES,
)
async def import_couriers(
    data: Annotated[TableForm, Body(media_type=RequestEncodingType.MULTI_PART)],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> TableReport:
    """Take couriers out of a spreadsheet; refused rows are named with their reasons."""
    with TemporaryDirectory() as folder:
        return await people.import_couriers(session, actor, await kept_table(data, folder), now)


ROUTES = [import_customers, import_couriers]
