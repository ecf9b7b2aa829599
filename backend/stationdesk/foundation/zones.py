"""China keeps one civil time. Stations carry their zone; what belongs to no station is read so."""

from typing import Final
from zoneinfo import ZoneInfo

HOME: Final = ZoneInfo("Asia/Shanghai")
HOME_NAME: Final = HOME.key
