"""Where a robot's address may point: to the three vendors, never into somebody's own network."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final
from urllib.parse import urlsplit

VENDOR_HOSTS: Final = {
    "wecom": frozenset({"qyapi.weixin.qq.com"}),
    "dingtalk": frozenset({"oapi.dingtalk.com"}),
    "feishu": frozenset({"open.feishu.cn", "open.larksuite.com"}),
}
ROBOTS: Final = tuple(VENDOR_HOSTS)


class TargetRefused(ValueError):
    """The address is not one of the vendor's; the text says what to enter."""


def check_robot_address(kind: str, address: str, extra_hosts: Collection[str] = ()) -> str:
    """The address as it is stored. Raises TargetRefused.

    Only the vendor's own host is allowed, so no address can reach an inner network;
    `extra_hosts` (`host:port`, http allowed) is for a relay of the installation's own.
    """
    cleaned = address.strip()
    try:
        parts = urlsplit(cleaned)
        port = parts.port
    except ValueError as error:
        raise TargetRefused(f"{cleaned[:60]!r} is no web address.") from error
    if parts.netloc in extra_hosts and parts.scheme in ("http", "https"):
        return cleaned
    hosts = VENDOR_HOSTS[kind]
    is_plain = parts.username is None and parts.password is None and port in (None, 443)
    if parts.scheme != "https" or parts.hostname not in hosts or not is_plain:
        raise TargetRefused(
            f"A robot of {kind} has an address that begins with https://{sorted(hosts)[0]}/; "
            "copy it from the group's robot."
        )
    return cleaned
