"""No proofs."""


def checklist(_: object, __: str) -> tuple[object, ...]:
    return ()
