"""Processes that do not outlive whoever started them."""

import ctypes
import sys
from typing import Final

_PR_SET_PDEATHSIG: Final = 1


def die_with_parent(signal_number: int) -> None:
    """Ask the kernel to send this process `signal_number` when its parent dies (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal_number))
