"""What a text file is encoded in: UTF-8 (with or without BOM), else GB18030, else refused.

The whole file is read once to decide, in bounded pieces: an export may be Chinese on its last
line only, and half a file must not be imported in the wrong encoding.
"""

import codecs
from pathlib import Path

import msgspec

from stationdesk.imports.errors import EncodingUnknown, FileEmpty, FileTooLarge

PIECE_BYTES = 1 << 20
FILE_MAX_BYTES = 4 * 1024**3
UTF8_BOM = codecs.BOM_UTF8
_WIDE = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class TextFacts(msgspec.Struct, frozen=True):
    """What one reading of a file shows."""

    encoding: str
    has_bom: bool
    has_nul: bool
    size_bytes: int


def facts_of(path: Path) -> TextFacts:
    """Encoding and size of a text file. Raises FileEmpty, FileTooLarge, EncodingUnknown."""
    size = path.stat().st_size
    if size == 0:
        raise FileEmpty(f"{path.name} is empty; export it again with its header row.")
    if size > FILE_MAX_BYTES:
        raise FileTooLarge(
            f"{path.name} has {size} bytes; at most {FILE_MAX_BYTES} (4 GiB) are taken at once. "
            "Split it by day.",
            limit_bytes=FILE_MAX_BYTES,
            zh=f"{path.name} 超过 4 GB，请按天拆开导入。",
        )
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith(_WIDE):
        raise EncodingUnknown(
            f"{path.name} is UTF-16 or UTF-32; save it as 'CSV UTF-8' and import it again.",
            zh=f"{path.name} 是 UTF-16 或 UTF-32 编码，请另存为“CSV UTF-8”再导入。",
        )
    has_bom = start.startswith(UTF8_BOM)
    first_wrong, has_nul = _decode(path, "utf-8")
    if first_wrong is None:
        return TextFacts("utf-8", has_bom, has_nul, size)
    wrong_in_gb, has_nul = _decode(path, "gb18030")
    if wrong_in_gb is None and not has_bom:
        return TextFacts("gb18030", has_bom=False, has_nul=has_nul, size_bytes=size)
    line, value = _line_at(path, first_wrong)
    raise EncodingUnknown(
        f"{path.name} is neither UTF-8 nor GB18030: row {line} holds {value!r}. "
        "Save it as 'CSV UTF-8' and import it again.",
        row=line,
        zh=f"{path.name} 第 {line} 行有认不出的字（{value}），请另存为“CSV UTF-8”再导入。",
    )


def _decode(path: Path, encoding: str) -> tuple[int | None, bool]:
    """Where decoding first fails (a byte offset), or None; and whether a NUL was met."""
    decoder = codecs.getincrementaldecoder(encoding)()
    read = 0
    has_nul = False
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            has_nul = has_nul or b"\0" in piece
            kept = len(decoder.getstate()[0])
            try:
                decoder.decode(piece)
            except UnicodeDecodeError as error:
                return max(0, read - kept + error.start), has_nul
            read += len(piece)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return max(0, read - 1), has_nul
    return None, has_nul


def _line_at(path: Path, offset: int) -> tuple[int, str]:
    """The number of the line around a byte offset, and a few bytes there, shown safely."""
    lines = 1
    done = 0
    with path.open("rb") as file:
        while done < offset:
            piece = file.read(min(PIECE_BYTES, offset - done))
            lines += piece.count(b"\n")
            done += len(piece)
        around = file.read(8)
    return lines, around.decode("latin-1")
