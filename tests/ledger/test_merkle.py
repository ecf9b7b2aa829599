"""The tree against RFC 6962's own recursive definition."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from stationdesk.ledger.merkle import MerkleLog, leaf_hash, node_hash


def defined_root(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962 §2.1, as written there."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(defined_root(leaves[:split]), defined_root(leaves[split:]))


@given(st.lists(st.binary(max_size=8), max_size=70), st.integers(0, 70))
def test_the_log_grows_into_the_defined_tree_wherever_it_is_interrupted(
    contents: list[bytes], stop: int
) -> None:
    leaves = [leaf_hash(content) for content in contents]
    log = MerkleLog()
    for at, leaf in enumerate(leaves):
        if at == stop:
            log = MerkleLog(log.size, log.peaks)  # as a later seal finds it
        log.append(leaf)
    assert log.root() == defined_root(leaves)


def test_known_roots_of_the_certificate_transparency_reference() -> None:
    inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657",
              "606162636465666768696a6b6c6d6e6f"]  # fmt: skip
    log = MerkleLog()
    for text in inputs:
        log.append(leaf_hash(bytes.fromhex(text)))
    assert log.root().hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
