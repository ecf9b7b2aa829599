"""No clocks."""

CLOCKS: dict[str, object] = {}
