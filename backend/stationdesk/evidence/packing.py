"""Packs: a case's evidence as one ordered paper, or as files with a manifest of their hashes.

Every file is read and hashed again while it is packed: the manifest says whether it is still
what was sealed.
"""

from __future__ import annotations

import asyncio
import csv
import hashlib
import zipfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import IO, Any, Final
from zoneinfo import ZoneInfo

import msgspec

from stationdesk.evidence.schemas import AttachmentRecord
from stationdesk.integrations.documents.typst import render
from stationdesk.integrations.storage.port import FileMissing, Storage

TEMPLATE: Final = Path(__file__).parent / "templates" / "evidence_pack.typ"
PICTURES_MAX: Final = 200
MANIFEST_COLUMNS: Final = (
    "index", "path", "name", "sha256", "is_intact", "size_bytes", "media_type", "checklist_code",
    "label", "captured_at", "captured_by", "sealed_at", "uploaded_by", "source", "deleted_at",
    "deleted_reason",
)  # fmt: skip
Progress = Callable[[int], Awaitable[None]]


@dataclass(slots=True)
class Pack:
    """What goes into a pack: the case's facts as words, and its files in their order.

    `labels` names checklist items. `verdicts` is filled while files are read: True where the
    bytes are what was sealed, False where not, None where they are gone.
    """

    facts: Mapping[str, Any]
    files: Sequence[AttachmentRecord]
    labels: Mapping[str, str]
    zone: ZoneInfo
    verdicts: dict[int, bool | None] = field(default_factory=dict)

    @property
    def size_bytes(self) -> int:
        """How much there is to read."""
        return sum(file.size_bytes for file in self.files if file.deleted_at is None)


async def verify(storage: Storage, pack: Pack, progress: Progress) -> None:
    """Read and hash every file again."""
    for index, file in enumerate(pack.files):
        pack.verdicts[index] = await _copy(storage, file, None)
        await progress(index + 1)


async def write_zip(storage: Storage, pack: Pack, out: IO[bytes], progress: Progress) -> None:
    """Files, `manifest.json`, `manifest.csv`; read once, hashed on the way. The paper goes last,
    since it says what the hashing found."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for index, file in enumerate(pack.files):
            if file.deleted_at is None:
                # Writing to the archive is to a local file, in small chunks.
                with archive.open(_path(index, file), "w", force_zip64=True) as entry:
                    pack.verdicts[index] = await _copy(storage, file, entry)
            else:
                pack.verdicts[index] = None
            await progress(index + 1)
        archive.writestr("manifest.json", _manifest_json(pack))
        archive.writestr("manifest.csv", _manifest_csv(pack))


def add_paper(out: IO[bytes], paper: bytes) -> None:
    """Put the paper into a written archive."""
    with zipfile.ZipFile(out, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("evidence.pdf", paper)


async def paper(storage: Storage, pack: Pack, fonts_dir: Path | None) -> bytes:
    """The pack as PDF; the files must have been read before. Raises FontsMissing."""
    pictures: dict[str, bytes] = {}
    shown: list[dict[str, Any]] = []
    lines = [_line(pack, index, file) for index, file in enumerate(pack.files)]
    for index, file in enumerate(pack.files):
        is_shown = file.preview_key is not None and file.deleted_at is None
        if not is_shown or len(shown) == PICTURES_MAX:
            continue
        name = f"picture-{index + 1}.jpg"
        try:
            pictures[name] = b"".join([part async for part in storage.get(file.preview_key or "")])
        except FileMissing:
            continue
        shown.append(lines[index] | {"file": name})
    data = {**pack.facts, "files": lines, "pictures": shown}
    template = TEMPLATE.read_text(encoding="utf-8")
    return await asyncio.to_thread(render, template, data, pictures, fonts_dir=fonts_dir)


async def _copy(storage: Storage, file: AttachmentRecord, out: IO[bytes] | None) -> bool | None:
    """Whether the file is what was sealed; None where it is gone."""
    if file.deleted_at is not None:
        return None
    digest = hashlib.sha256()
    try:
        async for chunk in storage.get(file.storage_key):
            digest.update(chunk)
            if out is not None:
                out.write(chunk)
    except FileMissing:
        return None
    return digest.digest() == file.sha256


def _path(index: int, file: AttachmentRecord) -> str:
    return f"files/{index + 1:03d}-{file.name}"


def _line(pack: Pack, index: int, file: AttachmentRecord) -> dict[str, Any]:
    verdict = pack.verdicts.get(index)
    deleted = None
    if file.deleted_at is not None:
        deleted = f"{_at(pack, file.deleted_at)} 按制度删除"
    return {
        "index": index + 1,
        "name": file.name,
        "type": file.media_type,
        "size": f"{file.size_bytes:,} 字节",
        "label": pack.labels.get(file.checklist_code or ""),
        "sealed": _at(pack, file.created_at),
        "uploader": file.uploaded_by_name,
        "captured": None if file.captured_at is None else _at(pack, file.captured_at),
        "deleted": deleted,
        "sha256": file.sha256.hex(),
        "verdict": {True: "一致", False: "不一致", None: "无文件"}[verdict],
    }


def _entries(pack: Pack) -> list[dict[str, Any]]:
    return [
        {
            "index": index + 1,
            "path": None if file.deleted_at is not None else _path(index, file),
            "name": file.name,
            "sha256": file.sha256.hex(),
            "is_intact": pack.verdicts.get(index),
            "size_bytes": file.size_bytes,
            "media_type": file.media_type,
            "checklist_code": file.checklist_code,
            "label": pack.labels.get(file.checklist_code or ""),
            "captured_at": file.captured_at,
            "captured_by": file.captured_by,
            "sealed_at": file.created_at,
            "uploaded_by": file.uploaded_by_name,
            "source": file.source,
            "deleted_at": file.deleted_at,
            "deleted_reason": file.deleted_reason,
        }
        for index, file in enumerate(pack.files)
    ]


def _manifest_json(pack: Pack) -> bytes:
    document = {"case": pack.facts["case"], "made": pack.facts["made"], "files": _entries(pack)}
    return msgspec.json.format(msgspec.json.encode(document), indent=2)


def _manifest_csv(pack: Pack) -> bytes:
    """For spreadsheets: with a BOM, and nothing in it that they would compute."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(MANIFEST_COLUMNS)
    for entry in _entries(pack):
        writer.writerow([_cell(entry[column]) for column in MANIFEST_COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = value.isoformat() if isinstance(value, datetime) else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


def _at(pack: Pack, moment: datetime) -> str:
    return f"{moment.astimezone(pack.zone):%Y-%m-%d %H:%M:%S}"
