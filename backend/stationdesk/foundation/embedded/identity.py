"""As whom the server runs. PostgreSQL refuses to run as root, so root must hand it to somebody.

An ordinary user runs it as himself. Root runs an existing cluster as the user who owns it, and
a new one as the data folder's owner or `nobody`. Where that user cannot reach the folder (a
checkout under /root, say), no parent folder is ever opened up; instead a new cluster is owned
by root and runs in a user namespace in which root bears another number and has no privilege.
Where namespaces are forbidden (most containers), the user gets the one capability to pass
through folders and nothing else of root's.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from stationdesk.foundation.embedded.binaries import binary, clean_environment

NOBODY_UID = 65534
PROBE_TIMEOUT_S = 30
CANNOT_BECOME_EXIT_CODE = 126

CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1
PR_SET_KEEPCAPS = 8
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAP_DAC_OVERRIDE = 1
LINUX_CAPABILITY_VERSION_3 = 0x20080522

# Loaded before any fork: the child between fork and exec should load nothing.
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


class Way(StrEnum):
    """How a child becomes the server's user."""

    SAME = "same"
    SET_USER = "set_user"
    NAMESPACE = "namespace"
    CAPABILITY = "capability"


@dataclass(frozen=True)
class Identity:
    """The server's user: `uid` and `gid` own the cluster's files as seen from outside."""

    way: Way
    uid: int
    gid: int

    def for_child(self, death_signal: signal.Signals) -> Callable[[], None]:
        """What `subprocess` shall call between fork and exec.

        The child gets `death_signal` when the thread that made it dies. The kernel forgets that
        wish whenever the user changes, so it is told last.
        """
        parent = os.getpid()

        def become() -> None:
            os.umask(0o077)
            if self.way is Way.NAMESPACE:
                _enter_namespace()
            elif self.way is Way.SET_USER:
                _set_user(self.uid, self.gid)
            elif self.way is Way.CAPABILITY:
                _prctl(PR_SET_KEEPCAPS, 1)
                _set_user(self.uid, self.gid)
                _keep_capability(CAP_DAC_OVERRIDE)
            if _LIBC is not None:
                _prctl(PR_SET_PDEATHSIG, int(death_signal))
                if os.getppid() != parent:
                    os._exit(CANNOT_BECOME_EXIT_CODE)

        return become


def choose_identity(data_dir: Path, cluster: Path) -> Identity:
    """The server's user for this data folder; see the module's text."""
    if os.geteuid() != 0:
        return Identity(Way.SAME, os.geteuid(), os.getegid())
    if cluster.exists():
        return _identity_of_owner(cluster, data_dir)
    owner = data_dir.stat()
    if owner.st_uid != 0:
        return _identity_of_owner(data_dir, data_dir)
    nobody = Identity(Way.SET_USER, NOBODY_UID, _group_of(NOBODY_UID))
    if _can_work(nobody, data_dir):
        return nobody
    namespace = Identity(Way.NAMESPACE, 0, 0)
    if _can_work(namespace, data_dir):
        return namespace
    return Identity(Way.CAPABILITY, nobody.uid, nobody.gid)


def _identity_of_owner(owned: Path, data_dir: Path) -> Identity:
    owner = owned.stat()
    if owner.st_uid == 0:
        return Identity(Way.NAMESPACE, 0, 0)
    plain = Identity(Way.SET_USER, owner.st_uid, owner.st_gid)
    if _can_work(plain, data_dir):
        return plain
    return Identity(Way.CAPABILITY, owner.st_uid, owner.st_gid)


def _can_work(identity: Identity, data_dir: Path) -> bool:
    """Try it: can that user pass into the data folder and run PostgreSQL's programs?"""
    script = 'test -x "$1" && exec "$2" --version'
    try:
        probe = subprocess.run(
            ["/bin/sh", "-c", script, "sh", str(data_dir), str(binary("postgres"))],
            preexec_fn=identity.for_child(signal.SIGKILL),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=clean_environment(),
            cwd="/",
            timeout=PROBE_TIMEOUT_S,
            check=False,
        )
    except subprocess.SubprocessError:  # what the child raises before exec
        return False
    return probe.returncode == 0


def _group_of(uid: int) -> int:
    try:
        return pwd.getpwuid(uid).pw_gid
    except KeyError:
        return uid


def _name_in_namespace() -> int:
    """Any user but root that the system can name: initdb looks its own name up."""
    known = [entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid != 0]
    return NOBODY_UID if NOBODY_UID in known or not known else known[0]


def _set_user(uid: int, gid: int) -> None:
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def _enter_namespace() -> None:
    assert _LIBC is not None, "namespaces exist on Linux only"
    inside = _name_in_namespace()
    _check(_LIBC.unshare(CLONE_NEWUSER))
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{inside} 0 1")
    _write("/proc/self/gid_map", f"{inside} 0 1")


def _keep_capability(capability: int) -> None:
    """Keep exactly one capability, and keep it across exec."""
    assert _LIBC is not None, "capabilities exist on Linux only"
    header = (ctypes.c_uint32 * 2)(LINUX_CAPABILITY_VERSION_3, 0)
    bit = 1 << capability
    # effective, permitted, inheritable; then the same for the upper 32 capabilities.
    sets = (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0)
    _check(_LIBC.capset(header, sets))
    _prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability)


def _prctl(option: int, *arguments: int) -> None:
    assert _LIBC is not None, "prctl exists on Linux only"
    padded = [*arguments, 0, 0, 0, 0][:4]
    _check(_LIBC.prctl(option, *(ctypes.c_ulong(argument) for argument in padded)))


def _check(result: int) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="ascii") as file:
        file.write(text)
