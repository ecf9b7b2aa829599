"""Secrets: passwords by argon2id, session and API tokens stored as hashes only."""

import asyncio
import base64
import hashlib
import os
from uuid import UUID

from pwdlib import PasswordHash

from stationdesk.accounts.errors import PasswordTooWeak

PASSWORD_MIN_LENGTH = 8
PASSWORD_MAX_LENGTH = 256
HASHES_AT_ONCE = 2
"""Argon2id takes 64 MB and a core each; more at once would starve the rest of the desk."""

TOKEN_PREFIX = "sdk_"  # noqa: S105

_hasher = PasswordHash.recommended()
_hashing = asyncio.Semaphore(HASHES_AT_ONCE)
_NOBODY = _hasher.hash("nobody's password, so that unknown e-mails take as long")


async def hash_password(password: str) -> str:
    """Argon2id hash. Raises PasswordTooWeak outside of the length bounds."""
    if not PASSWORD_MIN_LENGTH <= len(password) <= PASSWORD_MAX_LENGTH:
        raise PasswordTooWeak(
            f"A password has {PASSWORD_MIN_LENGTH} to {PASSWORD_MAX_LENGTH} characters.",
            zh=f"密码要 {PASSWORD_MIN_LENGTH} 到 {PASSWORD_MAX_LENGTH} 个字符。",
        )
    async with _hashing:
        return await asyncio.to_thread(_hasher.hash, password)


async def verify_password(password: str, password_hash: str | None) -> bool:
    """Whether the password fits; takes the same time where there is no such user (None)."""
    async with _hashing:
        fits = await asyncio.to_thread(
            _hasher.verify, password[: PASSWORD_MAX_LENGTH + 1], password_hash or _NOBODY
        )
    return fits and password_hash is not None


def new_session_token() -> str:
    """256 random bits for the session cookie."""
    return base64.urlsafe_b64encode(os.urandom(32)).rstrip(b"=").decode()


def token_hash(token: str) -> bytes:
    """What is stored of a random token; 256 bits of entropy need no slow hash."""
    return hashlib.sha256(token.encode()).digest()


def new_api_token(firm_id: UUID) -> str:
    """`sdk_` + firm id + 256 random bits: the firm is known before anything is looked up."""
    return TOKEN_PREFIX + _keyed(firm_id, 32)


def new_push_key(firm_id: UUID) -> str:
    """A station's address for carrier pushes; carries the firm's id like a token."""
    return _keyed(firm_id, 16)


def new_link_token(firm_id: UUID) -> str:
    """The address of a one-time link: the firm's id and 128 random bits."""
    return _keyed(firm_id, 16)


def firm_of_key(key: str) -> UUID | None:
    """The firm that a token or push key names; None where it is no such key."""
    try:
        raw = base64.urlsafe_b64decode(key.removeprefix(TOKEN_PREFIX) + "==")
    except ValueError:
        return None
    return UUID(bytes=raw[:16]) if len(raw) in (32, 48) else None


def _keyed(firm_id: UUID, random_bytes: int) -> str:
    return base64.urlsafe_b64encode(firm_id.bytes + os.urandom(random_bytes)).rstrip(b"=").decode()
