"""E-mail, handed to a real SMTP server."""

import asyncio
from collections.abc import AsyncIterator
from email import message_from_bytes
from email.header import decode_header, make_header
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP

from stationdesk.integrations.notifiers.mail import MailNotifier, MailServer
from stationdesk.integrations.notifiers.port import Message, NotSent, Target

MESSAGE = Message("西兴 尾号 9920：回复时限\n还剩 15 分", "请 15:06 前回复。")


class Inbox:
    """Keeps what is handed in, and refuses one recipient."""

    def __init__(self) -> None:
        self.taken: list[tuple[list[str], bytes]] = []

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address.startswith("nobody"):
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.taken.append((envelope.rcpt_tos, envelope.content))
        return "250 OK"


@pytest.fixture
async def smtp() -> AsyncIterator[tuple[Inbox, str]]:
    inbox = Inbox()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(inbox, loop=loop), "127.0.0.1", 0)
    async with server:
        yield inbox, f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def notifier(url: str) -> MailNotifier:
    return MailNotifier(MailServer.of_url(url), "desk@hengyi.example.com")


async def test_a_mail_arrives_with_its_chinese_subject(smtp: tuple[Inbox, str]) -> None:
    inbox, url = smtp
    await notifier(url).send(Target("email", "boss@xx.example.com,b@xx.example.com"), MESSAGE)
    ((to, content),) = inbox.taken
    mail = message_from_bytes(content)
    assert to == ["boss@xx.example.com", "b@xx.example.com"]
    subject = str(make_header(decode_header(mail["Subject"])))
    assert subject == "西兴 尾号 9920：回复时限 还剩 15 分"
    payload = mail.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert payload.decode().strip() == "请 15:06 前回复。"


async def test_a_refused_recipient_is_final_and_a_dead_server_is_not(
    smtp: tuple[Inbox, str],
) -> None:
    inbox, url = smtp
    with pytest.raises(NotSent, match="no such user") as refused:
        await notifier(url).send(Target("email", "nobody@xx.example.com"), MESSAGE)
    assert refused.value.is_final
    assert inbox.taken == []
    with pytest.raises(NotSent) as dead:
        await notifier("smtp://127.0.0.1:1").send(Target("email", "a@b.example.com"), MESSAGE)
    assert not dead.value.is_final


async def test_without_a_server_it_says_which_setting_is_missing() -> None:
    with pytest.raises(NotSent, match="STATIONDESK_SMTP_URL"):
        await notifier("").send(Target("email", "a@b.example.com"), MESSAGE)
