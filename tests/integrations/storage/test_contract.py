"""Every store keeps the same promises: a local folder, memory, and a real S3 server."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from stationdesk.foundation.ids import new_id
from stationdesk.foundation.settings import Settings, read_settings
from stationdesk.integrations.storage.objects import (
    PART_BYTES,
    StorageMisconfigured,
    configured_storage,
    memory_storage,
)
from stationdesk.integrations.storage.port import FileMissing, Storage

START_SECONDS = 20
CREDENTIALS = {"storage_key_id": "desk", "storage_secret": "not-a-secret"}


@pytest.fixture(scope="module")
def s3_endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """nanio, an S3 server of its own, on a free port of this machine."""
    folder = tmp_path_factory.mktemp("s3")
    (folder / "evidence").mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [Path(sys.executable).parent / "nanio", "serve", "--host", "127.0.0.1", "--port",
         str(port), "--data-dir", folder, "--no-access-log"],
        env=os.environ | {"NANIO_ACCESS_KEY": "desk", "NANIO_SECRET_KEY": "not-a-secret"},
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait_for(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, "nanio has ended"
        try:
            httpx.get(address)
            return
        except httpx.TransportError:
            time.sleep(0.05)
    pytest.fail("nanio does not answer")


@pytest.fixture(params=["local", "memory", "s3"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    if request.param == "memory":
        return memory_storage()
    if request.param == "local":
        return configured_storage(Settings(data_dir=tmp_path))
    endpoint = request.getfixturevalue("s3_endpoint")
    return configured_storage(
        Settings(
            data_dir=tmp_path, storage=f"s3://evidence/{new_id()}", storage_endpoint=endpoint,
            **CREDENTIALS,
        )
    )  # fmt: skip


async def chunks(*bodies: bytes, broken: bool = False) -> AsyncIterator[bytes]:
    for body in bodies:
        yield body
    if broken:
        raise ConnectionResetError("the sender has gone")


async def read(storage: Storage, key: str) -> bytes:
    return b"".join([chunk async for chunk in storage.get(key)])


async def test_what_was_put_comes_back(storage: Storage) -> None:
    for body in (b"a", b"x" * (PART_BYTES * 2 + 17)):
        key = f"firm/{new_id()}"
        await storage.put(key, chunks(body[:1], body[1:]))
        assert await read(storage, key) == body
        await storage.delete(key)
        with pytest.raises(FileMissing):
            await read(storage, key)
        await storage.delete(key)


@pytest.mark.parametrize("size", [10, PART_BYTES * 2])
async def test_a_broken_upload_leaves_nothing(storage: Storage, size: int) -> None:
    key = f"firm/{new_id()}"
    with pytest.raises(ConnectionResetError):
        await storage.put(key, chunks(b"x" * size, broken=True))
    with pytest.raises(FileMissing):
        await read(storage, key)


@pytest.mark.parametrize(
    "environment",
    [
        {"STATIONDESK_STORAGE": "ftp://evidence"},
        {"STATIONDESK_STORAGE": "s3://"},
        {"STATIONDESK_STORAGE": "s3://evidence"},
    ],
)
def test_settings_that_name_no_store_are_refused(environment: dict[str, str]) -> None:
    with pytest.raises(StorageMisconfigured, match="STATIONDESK_STORAGE"):
        configured_storage(read_settings(environment))
