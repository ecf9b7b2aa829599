"""How often one address may ask for links: a bound a minute, kept in the process."""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from stationdesk.notices.errors import LinkAskedTooOften

REQUESTS_A_MINUTE: Final = 60
ORIGINS_MAX: Final = 10_000
MINUTE: Final = timedelta(minutes=1)


@dataclass
class Pace:
    """Counts requests by network in windows of a minute; the oldest are forgotten first."""

    limit: int = REQUESTS_A_MINUTE
    _counts: OrderedDict[str, tuple[datetime, int]] = field(default_factory=OrderedDict)

    def take(self, origin: str, now: datetime) -> None:
        """Count one request. Raises LinkAskedTooOften."""
        began, count = self._counts.get(origin, (now, 0))
        if now - began >= MINUTE:
            began, count = now, 0
        if count >= self.limit:
            raise LinkAskedTooOften(
                "Too many requests; wait a minute.", zh="太频繁了，请过一分钟再试"
            )
        self._counts[origin] = (began, count + 1)
        self._counts.move_to_end(origin)
        while len(self._counts) > ORIGINS_MAX:
            self._counts.popitem(last=False)


def network_of(host: str | None) -> str:
    """An address without what would name one person: /24, or /48 of version 6."""
    try:
        address = ipaddress.ip_address(host or "")
    except ValueError:
        return "unknown"
    length = 24 if address.version == 4 else 48
    return str(ipaddress.ip_network(f"{address}/{length}", strict=False))
