"""What the product asks of a file store."""

from collections.abc import AsyncIterator
from typing import Protocol


class FileMissing(LookupError):
    """The store has no file under that key."""


class Storage(Protocol):
    """Files by key. A key is written once and never again."""

    async def put(self, key: str, chunks: AsyncIterator[bytes]) -> None:
        """Store a new file. If `chunks` raises, nothing stays behind."""

    def get(self, key: str, part: tuple[int, int] | None = None) -> AsyncIterator[bytes]:
        """The file's bytes in chunks; of a `part` those from its first up to before its second.
        Raises FileMissing."""

    async def delete(self, key: str) -> None:
        """Remove a file; one that is not there is no error."""
