"""Storage through obstore: a local folder, or memory for tests."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import AsyncIterator
from pathlib import Path

import obstore
from obstore.store import LocalStore, MemoryStore

from stationdesk.integrations.storage.port import FileMissing

PART_BYTES = 5 * 1024 * 1024


class ObjectStorage:
    """A `Storage` on any obstore store.

    Uses obstore's blocking calls in a thread: a task of its own runtime that ends after the
    event loop does aborts the process.
    """

    def __init__(self, store: LocalStore | MemoryStore) -> None:
        self._store = store

    async def put(self, key: str, chunks: AsyncIterator[bytes]) -> None:
        """Collect in parts; the first failure removes what was written under the key."""
        writer = await to_thread(obstore.open_writer, self._store, key, buffer_size=PART_BYTES)
        try:
            async for chunk in chunks:
                await to_thread(writer.write, chunk)
            await to_thread(writer.close)
        except BaseException:
            # An abandoned writer would linger: end it, then remove what it made.
            if not writer.closed():
                await to_thread(writer.close)
            await self.delete(key)
            raise

    async def get(self, key: str) -> AsyncIterator[bytes]:
        """Stream the file."""
        try:
            found = await to_thread(obstore.get, self._store, key)
        except FileNotFoundError as error:
            raise FileMissing(key) from error
        chunks = iter(found.stream())
        while (chunk := await to_thread(next, chunks, None)) is not None:
            yield bytes(chunk)

    async def delete(self, key: str) -> None:
        """Remove the file if it is there."""
        try:
            await to_thread(obstore.delete, self._store, key)
        except FileNotFoundError:
            return


def local_storage(folder: Path) -> ObjectStorage:
    """Files under a folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    return ObjectStorage(LocalStore(folder))


def memory_storage() -> ObjectStorage:
    """The fake: forgets everything at the end of the process."""
    return ObjectStorage(MemoryStore())
