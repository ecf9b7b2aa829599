"""Locks on files, which the kernel gives back when their holder dies, however it dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK_MODE = 0o600


class FileLock:
    """One open lock file. Children started by exec do not inherit it unless it is passed on."""

    def __init__(self, path: Path) -> None:
        created = not path.exists()
        self.descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, LOCK_MODE)
        if created:
            give_to_owner_of(path.parent, path)

    def share(self) -> None:
        """Hold it together with others; waits while someone holds it alone."""
        fcntl.flock(self.descriptor, fcntl.LOCK_SH)

    def take(self) -> None:
        """Hold it alone; waits for everybody else to leave."""
        fcntl.flock(self.descriptor, fcntl.LOCK_EX)

    def try_take(self) -> bool:
        """Hold it alone if that is possible at once."""
        return self._try(fcntl.LOCK_EX)

    def try_share(self) -> bool:
        """Hold it together with others if that is possible at once."""
        return self._try(fcntl.LOCK_SH)

    def release(self) -> None:
        """Hold it no longer."""
        fcntl.flock(self.descriptor, fcntl.LOCK_UN)

    def close(self) -> None:
        """Close the file; the lock goes with the last process that has it open."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1

    def _try(self, kind: int) -> bool:
        try:
            fcntl.flock(self.descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def held_alone(path: Path) -> Iterator[None]:
    """Hold the lock file alone for the duration of the block."""
    lock = FileLock(path)
    try:
        lock.take()
        yield
    finally:
        lock.close()


def is_held_alone(path: Path) -> bool:
    """Whether somebody holds the lock file alone at this moment."""
    lock = FileLock(path)
    try:
        return not lock.try_share()
    finally:
        lock.close()


def give_to_owner_of(folder: Path, path: Path) -> None:
    """As root: what is made in someone's data folder must stay usable for that someone."""
    if os.geteuid() == 0:
        owner = folder.stat()
        os.chown(path, owner.st_uid, owner.st_gid)
