"""Small real files for tests of evidence."""

from collections.abc import AsyncIterator
from io import BytesIO

from PIL import ExifTags, Image


def picture(
    colour: str = "#3366aa", *, taken: str | None = None, offset: str | None = None
) -> bytes:
    """A JPEG; `taken` as cameras write it, such as "2026:11:18 14:02:11"."""
    image = Image.new("RGB", (640, 480), colour)
    exif = Image.Exif()
    if taken is not None:
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = taken
    if offset is not None:
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.OffsetTimeOriginal] = offset
    out = BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


async def stream(*chunks: bytes) -> AsyncIterator[bytes]:
    """Chunks as an upload gives them."""
    for chunk in chunks:
        yield chunk
