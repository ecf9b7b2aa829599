"""Pictures: when the camera took them, and a re-encoded copy for screens and papers.

A copy is drawn anew from the pixels, so that nothing of a hostile file but its look survives.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Final

import pillow_heif
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from stationdesk.foundation.zones import HOME

PREVIEW_EDGE_PX: Final = 1600
PIXELS_MAX: Final = 60_000_000
SOURCE_MAX_BYTES: Final = 40 * 1024**2
QUALITY: Final = 80
FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "HEIF")
SHOWN: Final = frozenset(
    {"image/jpeg", "image/png", "image/webp", "image/gif", "image/bmp", "image/heic"}
)
"""A camera that writes no offset means the time on its own display."""


# What iPhones take; the thumbnails inside are not asked for.
pillow_heif.register_heif_opener(thumbnails=False)


@dataclass(frozen=True, slots=True)
class Look:
    """A copy as JPEG, and when the camera says that it took the picture."""

    preview: bytes
    taken_at: datetime | None


def look_at(body: bytes) -> Look | None:
    """Draw a picture anew; None where it is none, is damaged, or has too many pixels."""
    try:
        with Image.open(BytesIO(body), formats=FORMATS) as picture:
            if picture.width * picture.height > PIXELS_MAX:
                return None
            taken_at = _taken_at(picture.getexif())
            picture.draft("RGB", (PREVIEW_EDGE_PX, PREVIEW_EDGE_PX))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((PREVIEW_EDGE_PX, PREVIEW_EDGE_PX))
            return Look(_as_jpeg(upright), taken_at)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        # Pillow names damage in all of these ways; a picture that cannot be shown is still proof.
        return None


def _as_jpeg(picture: Image.Image) -> bytes:
    flat = Image.new("RGB", picture.size, "white")
    rgba = picture.convert("RGBA")
    flat.paste(rgba, mask=rgba.getchannel("A"))
    out = BytesIO()
    flat.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _taken_at(exif: Image.Exif) -> datetime | None:
    tags = exif.get_ifd(ExifTags.IFD.Exif)
    written = tags.get(ExifTags.Base.DateTimeOriginal)
    if not isinstance(written, str):
        return None
    offset = tags.get(ExifTags.Base.OffsetTimeOriginal)
    try:
        if isinstance(offset, str) and offset.strip("\0 "):
            zoned = f"{written.strip(chr(0))} {offset.strip(chr(0))}"
            return datetime.strptime(zoned, "%Y:%m:%d %H:%M:%S %z").astimezone(UTC)
        local = datetime.strptime(written.strip("\0"), "%Y:%m:%d %H:%M:%S")
        return local.replace(tzinfo=HOME).astimezone(UTC)
    except ValueError:
        return None
