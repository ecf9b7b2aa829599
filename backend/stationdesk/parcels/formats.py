"""Which kind of file it is, and how its rows come to be staged."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec

from stationdesk.imports.errors import FileEmpty, FileTooLarge, FileUnreadable
from stationdesk.imports.reader import Row
from stationdesk.imports.refusals import raw_line
from stationdesk.imports.spreadsheets import is_spreadsheet
from stationdesk.integrations.carriers import kdniao, kuaidi100
from stationdesk.integrations.carriers.traces import PayloadUnreadable, TracedScan
from stationdesk.parcels.repository.staging import COLUMNS, FIRST_ROW_NUMBER, Connection
from stationdesk.parcels.staging import Progress, Staged, stage_rows, stage_table

ScanFormat: TypeAlias = Literal["csv", "xlsx", "kuaidi100", "kdniao"]
FORMATS: tuple[ScanFormat, ...] = ("csv", "xlsx", "kuaidi100", "kdniao")

PAYLOAD_MAX_BYTES = 64 * 1024**2
_PROVIDERS = {"kuaidi100": kuaidi100, "kdniao": kdniao}


async def stage_file(
    connection: Connection, path: Path, format: ScanFormat | Literal["auto"], progress: Progress
) -> Staged:
    """Stage a file by its kind; `auto` looks into it. Raises FileRefused and its kinds."""
    if size_of(path) == 0:
        raise FileEmpty(f"{path.name} is empty; export it again with its header row.")
    kind = sniff(path) if format == "auto" else format
    if kind in ("csv", "xlsx"):
        if (kind == "xlsx") != is_spreadsheet(path):
            raise FileUnreadable(
                f"{path.name} is no {kind} file; leave the format to 'auto'.",
                zh=f"{path.name} 不是 {kind} 文件，格式请选自动识别。",
            )
        return await stage_table(connection, path, progress)
    scans = payload_scans(_bounded(path), kind, path.name)
    return await stage_rows(connection, payload_rows(scans), COLUMNS, progress)


def size_of(path: Path) -> int:
    """Bytes of a file."""
    return path.stat().st_size


def sniff(path: Path) -> ScanFormat:
    """The kind of file, from its content: its name may say anything."""
    if is_spreadsheet(path):
        return "xlsx"
    with path.open("rb") as file:
        start = file.read(1024).removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start.startswith((b"{", b"[")):
        return "csv"
    document = next(iter(_documents(_bounded(path), path.name)), None)
    return "kuaidi100" if kuaidi100.is_payload(document) else "kdniao"


def _bounded(path: Path) -> bytes:
    if path.stat().st_size > PAYLOAD_MAX_BYTES:
        raise FileTooLarge(
            f"{path.name}: a payload has {PAYLOAD_MAX_BYTES // 1024**2} MiB at most",
            zh=f"{path.name} 超过 {PAYLOAD_MAX_BYTES // 1024**2} MB，请拆开导入。",
        )
    return path.read_bytes()


def payload_scans(content: bytes, kind: ScanFormat, name: str) -> list[TracedScan]:
    """The scans of a payload, or of several: a JSON list, or one JSON document a line."""
    if len(content) > PAYLOAD_MAX_BYTES:
        raise FileTooLarge(
            f"{name}: a payload has {PAYLOAD_MAX_BYTES // 1024**2} MiB at most",
            zh=f"{name} 超过 {PAYLOAD_MAX_BYTES // 1024**2} MB，请拆开导入。",
        )
    scans: list[TracedScan] = []
    for document in _documents(content, name):
        try:
            scans += _PROVIDERS[kind].parse(document)
        except PayloadUnreadable as error:
            raise FileUnreadable(
                f"{name} is no {kind} payload: {error}.",
                zh=f"{name} 不是 {kind} 的轨迹数据，请检查来源。",
            ) from error
    return scans


def _documents(content: bytes, name: str) -> Iterator[object]:
    text = content.removeprefix(b"\xef\xbb\xbf").strip()
    try:
        whole = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2:
            raise FileUnreadable(
                f"{name} is no whole JSON document: {error}.",
                zh=f"{name} 不是完整的 JSON，请重新导出。",
            ) from error
        try:
            whole = [msgspec.json.decode(line) for line in lines]
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise FileUnreadable(
                f"{name} is no whole JSON document: {error}.",
                zh=f"{name} 不是完整的 JSON，请重新导出。",
            ) from error
    yield from whole if isinstance(whole, list) else [whole]


def payload_rows(scans: Iterable[TracedScan]) -> Iterator[Row]:
    """Scans of a trace as rows of a table, numbered as the rows of the file they would be."""
    for number, scan in enumerate(scans, start=FIRST_ROW_NUMBER):
        values = {
            "waybill": scan.waybill,
            "scan": scan.scan,
            "scanned_at": scan.scanned_at,
            "site": scan.site,
            "next_site": scan.next_site,
            "courier": scan.courier,
            "weight_g": "",
            "note": scan.note,
        }
        yield Row(number, values, raw_line(values[name] for name in COLUMNS))
