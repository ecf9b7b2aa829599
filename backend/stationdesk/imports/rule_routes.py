"""The import of the firm's own rules over HTTP: a preview, then the same file for good."""

import asyncio
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from litestar import post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.status_codes import HTTP_200_OK

from stationdesk.imports.rules import RulesPreview, enter_rules, read_rules
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.wiring import Caller, Now, Transaction

FILE_MAX_BYTES = 4 * 1024 * 1024
_YES = {"1", "true", "yes", "on"}


@dataclass
class RulesForm:
    """A file of rules; `commit` enters them, otherwise it is a preview."""

    file: UploadFile
    commit: str = ""


@post(
    "/policies/imports",
    guards=[requires(Permission.POLICIES_MANAGE)],
    status_code=HTTP_200_OK,
    request_max_body_size=FILE_MAX_BYTES,
)
async def import_rules(
    data: Annotated[RulesForm, Body(media_type=RequestEncodingType.MULTI_PART)],
    actor: Caller,
    session: Transaction,
    now: Now,
) -> RulesPreview:
    """What a file of rules says, row by row; with `commit` all of it is entered, or nothing."""
    with tempfile.TemporaryDirectory(prefix="rules-") as folder:
        # The name tells CSV from XLSX nowhere: the reader looks into the file.
        path = Path(folder) / "rules"
        await asyncio.to_thread(path.write_bytes, await data.file.read())
        preview = await asyncio.to_thread(read_rules, path)
    if data.commit.strip().lower() not in _YES:
        return preview
    return await enter_rules(session, actor, preview, now)


ROUTES: list[Any] = [import_rules]
