"""The port through which something is told to the outside world."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class NotSent(Exception):
    """The other side did not take it; the text says what it said. `is_final`: trying again is of
    no use (a wrong address, a wrong secret)."""

    def __init__(self, detail: str, *, is_final: bool = False) -> None:
        super().__init__(detail)
        self.is_final = is_final


@dataclass(frozen=True, slots=True)
class Target:
    """Where to: a robot's address with what it signs with, or e-mail addresses."""

    kind: str
    address: str
    secret: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """What to tell. `mention_phones` are called out in a group where the vendor can do so."""

    subject: str
    text: str
    mention_phones: tuple[str, ...] = ()


class Notifier(Protocol):
    """Tells one message to one target, or raises NotSent."""

    async def send(self, target: Target, message: Message) -> None: ...
