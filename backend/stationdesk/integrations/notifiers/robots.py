"""Robots of groups in WeCom, DingTalk and Feishu.

All three answer HTTP 200 also where they refuse: the number in the answer's body decides.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote_plus

import httpx
import msgspec

from stationdesk.integrations.notifiers.port import Message, NotSent, Target
from stationdesk.integrations.notifiers.targets import TargetRefused, check_robot_address

TIMEOUT_SECONDS: Final = 10.0
TEXT_MAX_BYTES: Final = 2000
"""WeCom cuts a text at 2,048 bytes; a cut address would be worse than a short text."""
ANSWER_MAX_BYTES: Final = 64 * 1024
TOO_FAST: Final = frozenset({45009, 130101, 11232})
"""Their words for "more than 20 a minute": worth another try."""

Request = tuple[str, dict[str, Any]]


def wecom_request(target: Target, message: Message, now: datetime) -> Request:
    """Address and body for a robot of WeCom 企业微信."""
    body: dict[str, Any] = {"content": _text(message)}
    if message.mention_phones:
        body["mentioned_mobile_list"] = list(message.mention_phones)
    return target.address, {"msgtype": "text", "text": body}


def dingtalk_request(target: Target, message: Message, now: datetime) -> Request:
    """The same for DingTalk 钉钉: signed in the address where the robot has a secret."""
    address = target.address
    if target.secret:
        stamp = str(round(now.timestamp() * 1000))
        digest = hmac.new(
            target.secret.encode(), f"{stamp}\n{target.secret}".encode(), hashlib.sha256
        ).digest()
        joint = "&" if "?" in address else "?"
        address += f"{joint}timestamp={stamp}&sign={quote_plus(base64.b64encode(digest))}"
    body: dict[str, Any] = {"msgtype": "text", "text": {"content": _text(message)}}
    if message.mention_phones:
        body["at"] = {"atMobiles": list(message.mention_phones), "isAtAll": False}
    return address, body


def feishu_request(target: Target, message: Message, now: datetime) -> Request:
    """The same for Feishu 飞书: signed in the body, the key being stamp and secret."""
    body: dict[str, Any] = {"msg_type": "text", "content": {"text": _text(message)}}
    if target.secret:
        stamp = str(round(now.timestamp()))
        digest = hmac.new(f"{stamp}\n{target.secret}".encode(), b"", hashlib.sha256).digest()
        body |= {"timestamp": stamp, "sign": base64.b64encode(digest).decode()}
    return target.address, body


_BUILDERS: Final[dict[str, Callable[[Target, Message, datetime], Request]]] = {
    "wecom": wecom_request,
    "dingtalk": dingtalk_request,
    "feishu": feishu_request,
}


class RobotNotifier:
    """Posts to a vendor's robot; checks the address again, since rows may be older than rules."""

    def __init__(self, clock: Callable[[], datetime], extra_hosts: Collection[str] = ()) -> None:
        self._clock = clock
        self._extra_hosts = extra_hosts

    async def send(self, target: Target, message: Message) -> None:
        """One request without redirects or proxies. Raises NotSent."""
        try:
            check_robot_address(target.kind, target.address, self._extra_hosts)
        except TargetRefused as error:
            raise NotSent(str(error), is_final=True) from error
        address, body = _BUILDERS[target.kind](target, message, self._clock())
        try:
            async with httpx.AsyncClient(
                timeout=TIMEOUT_SECONDS, follow_redirects=False, trust_env=False
            ) as client:
                answer = await client.post(address, json=body)
        except httpx.HTTPError as error:
            raise NotSent(f"{target.kind}: {type(error).__name__}") from error
        read_answer(target.kind, answer.status_code, answer.content[:ANSWER_MAX_BYTES])


def read_answer(kind: str, status: int, body: bytes) -> None:
    """Raise NotSent unless the vendor took it: HTTP 200 with a number other than 0 is a refusal."""
    if status != httpx.codes.OK:
        raise NotSent(f"{kind}: HTTP {status}", is_final=400 <= status < 429)
    try:
        answer = msgspec.json.decode(body)
        code = next(answer[name] for name in ("errcode", "code", "StatusCode") if name in answer)
    except (msgspec.DecodeError, StopIteration, TypeError) as error:
        raise NotSent(f"{kind}: the answer cannot be read") from error
    if code != 0:
        told = str(answer.get("errmsg") or answer.get("msg") or "")[:200]
        raise NotSent(f"{kind}: {code} {told}".strip(), is_final=code not in TOO_FAST)


def _text(message: Message) -> str:
    whole = f"{message.subject}\n{message.text}" if message.subject else message.text
    cut = whole.encode()[:TEXT_MAX_BYTES].decode(errors="ignore")
    return whole if cut == whole else f"{cut[:-1]}…"
