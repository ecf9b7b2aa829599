"""E-mail over SMTP."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage
from typing import Final
from urllib.parse import unquote, urlsplit

import aiosmtplib

from stationdesk.integrations.notifiers.port import Message, NotSent, Target

TIMEOUT_SECONDS: Final = 15.0
ADDRESSES_MAX: Final = 20


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in, from `smtp://user:password@host:port` or `smtps://…`."""

    host: str
    port: int
    user: str | None
    password: str | None
    is_tls: bool

    @staticmethod
    def of_url(url: str) -> MailServer | None:
        """None where no server is set."""
        if not url:
            return None
        parts = urlsplit(url)
        is_tls = parts.scheme == "smtps"
        return MailServer(
            parts.hostname or "127.0.0.1",
            parts.port or (465 if is_tls else 25),
            unquote(parts.username) if parts.username else None,
            unquote(parts.password) if parts.password else None,
            is_tls,
        )


class MailNotifier:
    """Hands mail in; takes STARTTLS where the server offers it."""

    def __init__(self, server: MailServer | None, sender: str) -> None:
        self._server = server
        self._sender = sender

    async def send(self, target: Target, message: Message) -> None:
        """One mail to all addresses of the target. Raises NotSent."""
        server = self._server
        if server is None:
            raise NotSent("no mail server is set (STATIONDESK_SMTP_URL)", is_final=True)
        mail = EmailMessage()
        mail["From"] = self._sender
        mail["To"] = target.address
        mail["Subject"] = " ".join(message.subject.split())
        mail.set_content(message.text)
        try:
            await aiosmtplib.send(
                mail, hostname=server.host, port=server.port, username=server.user,
                password=server.password, use_tls=server.is_tls, timeout=TIMEOUT_SECONDS,
            )  # fmt: skip
        except aiosmtplib.SMTPAuthenticationError as error:
            raise NotSent(f"mail: {error.code} {error.message}"[:300], is_final=True) from error
        except aiosmtplib.SMTPRecipientsRefused as error:
            told = "; ".join(f"{each.recipient}: {each.message}" for each in error.recipients)
            raise NotSent(f"mail: {told}"[:300], is_final=True) from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise NotSent(f"mail: {type(error).__name__} {error}"[:300]) from error


def mail_addresses(text: str) -> list[str]:
    """Addresses written with commas, semicolons or blanks between; those that look like none
    are left in, for the caller to refuse."""
    return [part for part in text.replace(",", " ").replace(";", " ").split() if part]
