"""RFC 6962 Merkle trees, grown leaf by leaf. Pure.

A log of n leaves is kept as its peaks: one perfect subtree per set bit of n. Appending costs
O(log n), so a seal never reads what earlier seals have covered.
"""

import hashlib
from collections.abc import Iterable
from typing import Final

_LEAF: Final = b"\x00"
_NODE: Final = b"\x01"
_CHAIN: Final = b"\x02"
FIRST_CHAIN: Final = bytes(32)
"""What the first seal of a firm is chained to."""


def leaf_hash(content: bytes) -> bytes:
    """Hash of a leaf (RFC 6962 §2.1): 32 bytes."""
    return hashlib.sha256(_LEAF + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node."""
    return hashlib.sha256(_NODE + left + right).digest()


def chain_hash(previous: bytes, root: bytes, tree_size: int) -> bytes:
    """A seal's own hash: it covers the root, the size, and through `previous` every seal before."""
    return hashlib.sha256(_CHAIN + previous + root + tree_size.to_bytes(8, "big")).digest()


class MerkleLog:
    """An append-only tree. `peaks`: roots of its perfect subtrees, the largest first."""

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self.size = size
        self.peaks = list(peaks)
        assert len(self.peaks) == size.bit_count()

    def append(self, leaf: bytes) -> None:
        """Add a leaf's hash; subtrees of equal size merge, as carries do in a sum."""
        carry = leaf
        remaining = self.size
        while remaining & 1:
            carry = node_hash(self.peaks.pop(), carry)
            remaining >>= 1
        self.peaks.append(carry)
        self.size += 1

    def root(self) -> bytes:
        """The tree's hash; that of the empty string for an empty tree, as the RFC has it."""
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root
