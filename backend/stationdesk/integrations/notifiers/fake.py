"""A notifier that remembers instead of sending: for tests and for trying things out."""

from __future__ import annotations

from dataclasses import dataclass, field

from stationdesk.integrations.notifiers.port import Message, NotSent, Target


@dataclass
class FakeNotifier:
    """`refusals` are raised one after the other before anything is taken."""

    sent: list[tuple[Target, Message]] = field(default_factory=list)
    refusals: list[NotSent] = field(default_factory=list)

    async def send(self, target: Target, message: Message) -> None:
        if self.refusals:
            raise self.refusals.pop(0)
        self.sent.append((target, message))
