"""Evidence to look at: a parcel at a door as a camera would take it, and a second of a call."""

import math
import struct
import wave
from datetime import datetime
from io import BytesIO
from typing import Final

from PIL import ExifTags, Image, ImageDraw

from stationdesk.foundation.zones import HOME

SIZE: Final = (1280, 960)
RATE: Final = 8000
_DOORS: Final = ("#7a5c42", "#5d6b74", "#8a7f6c", "#4d5a4a")


def photograph(seed: int, taken_at: datetime) -> bytes:
    """A door with a parcel before it, as JPEG with the camera's time in it."""
    image = Image.new("RGB", SIZE, "#cfc9bf")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 760, *SIZE), fill="#9b938a")
    door = 340 + seed % 200
    draw.rectangle((door, 90, door + 430, 770), fill=_DOORS[seed % len(_DOORS)], outline="#3b332b")
    draw.ellipse((door + 370, 430, door + 400, 460), fill="#d8b45a")
    left = 180 + seed % 420
    draw.polygon(
        [(left, 620), (left + 70, 570), (left + 410, 570), (left + 340, 620)], fill="#d9b387"
    )
    draw.rectangle((left, 620, left + 340, 840), fill="#c69a68", outline="#8a6238", width=3)
    draw.rectangle((left + 60, 670, left + 240, 780), fill="#f6f4ef")
    for line in range(6):
        x = left + 76 + line * 26
        draw.rectangle((x, 690, x + 6 + (seed >> line) % 9, 740), fill="#222222")
    exif = Image.Exif()
    local = taken_at.astimezone(HOME)
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = f"{local:%Y:%m:%d %H:%M:%S}"
    out = BytesIO()
    image.save(out, "JPEG", quality=82, exif=exif)
    return out.getvalue()


def recording(seed: int) -> bytes:
    """A second of two tones, as a telephone rings."""
    tones = (440 + seed % 60, 480)
    samples = (
        sum(math.sin(2 * math.pi * tone * at / RATE) for tone in tones) for at in range(RATE)
    )
    out = BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(b"".join(struct.pack("<h", int(sample * 8000)) for sample in samples))
    return out.getvalue()
