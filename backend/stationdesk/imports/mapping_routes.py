"""Lists whose columns are pointed at, over HTTP: drafts, their previews, saved mappings."""

import json
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, delete, get, post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery, JSONBody
from litestar.status_codes import HTTP_201_CREATED, HTTP_202_ACCEPTED, HTTP_204_NO_CONTENT

from stationdesk.foundation.errors import Invalid
from stationdesk.imports import drafts, repository
from stationdesk.imports.drafts import Draft, Preview
from stationdesk.imports.mappings import ColumnMapping, MappingWrong
from stationdesk.imports.models import SavedMapping
from stationdesk.imports.routes import (
    UPLOAD_MAX_BYTES,
    UPLOAD_OVERHEAD_BYTES,
    upload_chunks,
)
from stationdesk.imports.schemas import (
    BatchOut,
    ColumnOut,
    DraftOut,
    FieldOut,
    MappedRowOut,
    PreviewIn,
    PreviewOut,
    SavedMappingOut,
    StartIn,
    batch_out,
)
from stationdesk.tenancy.permissions import Permission, requires
from stationdesk.tenancy.wiring import Caller, Connections, Now, Transaction

_IMPORTERS = requires(Permission.SCANS_IMPORT, Permission.BILLS_IMPORT)


class OptionsUnreadable(Invalid):
    code = "options_unreadable"
    title = "The options are no JSON object"


@dataclass
class DraftForm:
    """A list, its kind, and what else is said of it, as a JSON object."""

    file: UploadFile
    kind: str
    options: str = "{}"


@post(
    "/imports/drafts",
    guards=[_IMPORTERS],
    status_code=HTTP_201_CREATED,
    request_max_body_size=UPLOAD_MAX_BYTES + UPLOAD_OVERHEAD_BYTES,
)
async def upload_draft(
    request: Request[Any, Any, Any],
    data: Annotated[DraftForm, Body(media_type=RequestEncodingType.MULTI_PART)],
    actor: Caller,
    database: Connections,
    now: Now,
) -> DraftOut:
    """Store a list whose columns are to be pointed at; nothing is taken yet."""
    draft = await drafts.accept_draft(
        database,
        request.app.state.storage,
        actor,
        kind=data.kind,
        options=_options(data.options),
        file_name=data.file.filename or "upload",
        chunks=upload_chunks(data.file),
        limit_bytes=min(UPLOAD_MAX_BYTES, database.settings.upload_max_bytes),
        now=now,
    )
    return _draft_out(draft)


@get("/imports/drafts/{batch_id:uuid}", guards=[_IMPORTERS])
async def show_draft(
    request: Request[Any, Any, Any], batch_id: FromPath[UUID], actor: Caller, database: Connections
) -> DraftOut:
    """A draft, found again."""
    storage = request.app.state.storage
    return _draft_out(await drafts.read_draft(database, storage, actor, batch_id))


@post("/imports/drafts/{batch_id:uuid}/preview", guards=[_IMPORTERS], status_code=200)
async def preview_draft(
    request: Request[Any, Any, Any],
    batch_id: FromPath[UUID],
    data: JSONBody[PreviewIn],
    actor: Caller,
    database: Connections,
) -> PreviewOut:
    """What a mapping makes of the file."""
    shown = await drafts.preview(
        database, request.app.state.storage, actor, batch_id, _mapping(data.mapping)
    )
    return _preview_out(shown)


@post("/imports/drafts/{batch_id:uuid}/start", guards=[_IMPORTERS], status_code=HTTP_202_ACCEPTED)
async def start_draft(
    request: Request[Any, Any, Any],
    batch_id: FromPath[UUID],
    data: JSONBody[StartIn],
    actor: Caller,
    database: Connections,
    now: Now,
) -> BatchOut:
    """Import the draft by a mapping, which is kept if it is given a name."""
    batch = await drafts.start(
        database,
        request.app.state.storage,
        actor,
        batch_id,
        _mapping(data.mapping),
        save_as=data.save_as,
        is_strict=data.is_strict,
        options=data.options,
        now=now,
    )
    return batch_out(batch)


@delete("/imports/drafts/{batch_id:uuid}", guards=[_IMPORTERS], status_code=HTTP_204_NO_CONTENT)
async def discard_draft(
    request: Request[Any, Any, Any], batch_id: FromPath[UUID], actor: Caller, database: Connections
) -> None:
    """Throw a draft away."""
    await drafts.discard(database, request.app.state.storage, actor, batch_id)


@get("/mappings", guards=[requires(Permission.IMPORTS_READ)])
async def list_mappings(
    session: Transaction, kind: FromQuery[str | None] = None
) -> list[SavedMappingOut]:
    """Saved mappings in use."""
    return [_saved_out(each) for each in await repository.saved_mappings(session, kind=kind)]


@post("/mappings/{mapping_id:uuid}/retire", guards=[_IMPORTERS], status_code=HTTP_204_NO_CONTENT)
async def retire_mapping(mapping_id: FromPath[UUID], session: Transaction, now: Now) -> None:
    """Recognise a layout by this mapping no more."""
    await drafts.retire_mapping(session, mapping_id, now)


def _options(text: str) -> dict[str, Any]:
    try:
        options = json.loads(text or "{}")
    except ValueError as error:
        raise OptionsUnreadable(
            f"options: {error}; send a JSON object.", zh="导入选项读不懂，请刷新页面后重选。"
        ) from error
    if not isinstance(options, dict):
        raise OptionsUnreadable(
            "options: send a JSON object, like {}.", zh="导入选项读不懂，请刷新页面后重选。"
        )
    return options


def _mapping(raw: dict[str, Any]) -> ColumnMapping:
    try:
        return msgspec.convert(raw, ColumnMapping)
    except msgspec.ValidationError as error:
        raise MappingWrong(
            f"The mapping cannot be read: {error}.", zh="列对应读不懂，请刷新页面后重新对应。"
        ) from error


def _saved_out(saved: SavedMapping) -> SavedMappingOut:
    return SavedMappingOut(
        saved.id, saved.kind, saved.carrier, saved.name, saved.version, saved.columns,
        saved.mapping, saved.created_at, saved.created_by_name,
    )  # fmt: skip


def _draft_out(draft: Draft) -> DraftOut:
    return DraftOut(
        batch=batch_out(draft.batch),
        options={k: v for k, v in draft.batch.options.items() if k != "mapping"},
        head=drafts.head_rows(draft.head),
        header_row=draft.layout.header_row if draft.layout else None,
        header_rows=draft.layout.header_rows if draft.layout else None,
        columns=[ColumnOut(each.name, each.samples) for each in draft.columns],
        fields=[
            FieldOut(each.code, each.zh, each.en, each.is_required, each.is_amount, each.choices)
            for each in draft.fields
        ],
        mapping=msgspec.to_builtins(draft.mapping),
        recognised=_saved_out(draft.saved) if draft.saved else None,
    )


def _preview_out(shown: Preview) -> PreviewOut:
    return PreviewOut(
        header_row=shown.layout.header_row,
        header_rows=shown.layout.header_rows,
        columns=[name for name in shown.layout.columns if name],
        rows=shown.rows,
        refused=shown.refused,
        first=[
            MappedRowOut(row.number, row.values, row.refused, row.column) for row in shown.first
        ],
        totals=[MappedRowOut(row.number, row.values, None, "") for row in shown.totals],
        sums_fen=shown.sums_fen,
        unreadable=shown.unreadable,
    )


ROUTES = [
    upload_draft,
    show_draft,
    preview_draft,
    start_draft,
    discard_draft,
    list_mappings,
    retire_mapping,
]
