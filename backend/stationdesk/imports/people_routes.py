"""Spreadsheets of customers and couriers over HTTP."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from litestar import post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.status_codes import HTTP_200_OK

from stationdesk.imports import people
from stationdesk.imports.errors import FileTooLarge
from stationdesk.imports.people import PeopleReport
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.wiring import Caller, Now, Transaction

FILE_MAX_BYTES = 5 * 1024 * 1024
UPLOAD_OVERHEAD_BYTES = 64 * 1024


@dataclass
class PeopleForm:
    """A CSV or XLSX whose first row names the columns."""

    file: UploadFile


@post(
    "/customers/import",
    guards=[requires(Permission.CUSTOMERS_MANAGE)],
    status_code=HTTP_200_OK,
    request_max_body_size=FILE_MAX_BYTES + UPLOAD_OVERHEAD_BYTES,
)
async def import_customers(
    data: Annotated[PeopleForm, Body(media_type=RequestEncodingType.MULTI_PART)],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> PeopleReport:
    """Take customers out of a spreadsheet; refused rows are named with their reasons."""
    with TemporaryDirectory() as folder:
        return await people.import_customers(session, actor, await _kept(data, folder), now)


@post(
    "/couriers/import",
    guards=[requires(Permission.STATIONS_MANAGE)],
    status_code=HTTP_200_OK,
    request_max_body_size=FILE_MAX_BYTES + UPLOAD_OVERHEAD_BYTES,
)
async def import_couriers(
    data: Annotated[PeopleForm, Body(media_type=RequestEncodingType.MULTI_PART)],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> PeopleReport:
    """Take couriers out of a spreadsheet; refused rows are named with their reasons."""
    with TemporaryDirectory() as folder:
        return await people.import_couriers(session, actor, await _kept(data, folder), now)


async def _kept(form: PeopleForm, folder: str) -> Path:
    content = await form.file.read(FILE_MAX_BYTES + 1)
    if len(content) > FILE_MAX_BYTES:
        raise FileTooLarge(f"At most {FILE_MAX_BYTES // 1024**2} MB; split the file.")
    path = Path(folder) / "table"
    path.write_bytes(content)
    return path


ROUTES = [import_customers, import_couriers]
