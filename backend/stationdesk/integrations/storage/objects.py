"""Storage through obstore: a local folder, an S3 bucket, or memory for tests."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import obstore
from obstore.store import LocalStore, MemoryStore, S3Store

from stationdesk.foundation.errors import Invalid
from stationdesk.foundation.settings import Settings
from stationdesk.integrations.storage.port import FileMissing

PART_BYTES = 5 * 1024 * 1024
S3_TIMEOUT: Final = "30s"
S3_RETRIES_MAX: Final = 3


class StorageMisconfigured(Invalid):
    """The settings name no store that we know."""

    code = "storage_misconfigured"
    title = "The storage's settings cannot be used"


class ObjectStorage:
    """A `Storage` on any obstore store.

    Uses obstore's blocking calls in a thread: a task of its own runtime that ends after the
    event loop does aborts the process.
    """

    def __init__(self, store: LocalStore | MemoryStore | S3Store) -> None:
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

    async def get(self, key: str, part: tuple[int, int] | None = None) -> AsyncIterator[bytes]:
        """Stream the file, or a part of it."""
        try:
            if part is None:
                found = await to_thread(obstore.get, self._store, key)
            else:
                found = await to_thread(obstore.get, self._store, key, options={"range": part})
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


def s3_storage(settings: Settings) -> ObjectStorage:
    """Files in a bucket, under a prefix. Raises StorageMisconfigured."""
    where = urlsplit(settings.storage)
    if where.scheme != "s3" or not where.netloc:
        raise StorageMisconfigured(
            f"STATIONDESK_STORAGE is {settings.storage!r}; leave it empty for local files, "
            "or write s3://bucket/prefix.",
            zh=f"STATIONDESK_STORAGE 写成了“{settings.storage}”；本地存储请留空，"
            "对象存储请写 s3://桶名/前缀。",
        )
    if not settings.storage_key_id or not settings.storage_secret:
        raise StorageMisconfigured(
            "STATIONDESK_STORAGE_KEY_ID and STATIONDESK_STORAGE_SECRET are needed for s3://.",
            zh="使用 s3:// 时，要设置 STATIONDESK_STORAGE_KEY_ID 和 STATIONDESK_STORAGE_SECRET。",
        )
    endpoint = settings.storage_endpoint
    store = S3Store(
        where.netloc,
        prefix=where.path.strip("/") or None,
        endpoint=endpoint,
        region=settings.storage_region,
        access_key_id=settings.storage_key_id,
        secret_access_key=settings.storage_secret,
        virtual_hosted_style_request=endpoint is None,
        client_options={
            "allow_http": endpoint is not None and endpoint.startswith("http://"),
            "timeout": S3_TIMEOUT,
        },
        retry_config={"max_retries": S3_RETRIES_MAX},
    )
    return ObjectStorage(store)


def configured_storage(settings: Settings) -> ObjectStorage:
    """The store that the settings name. Raises StorageMisconfigured."""
    if settings.storage:
        return s3_storage(settings)
    return local_storage(settings.data_dir / "files")


def memory_storage() -> ObjectStorage:
    """The fake: forgets everything at the end of the process."""
    return ObjectStorage(MemoryStore())
