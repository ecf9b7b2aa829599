"""Errors that a person can mend. Each names a business fact; one mapper turns it into HTTP."""

from typing import Any, ClassVar


class StationdeskError(Exception):
    """A refusal. `detail` says what is wrong and what to mend; `members` go into the problem.

    `zh` is the detail in Chinese: a template that the members fill by name, for a class that
    stands for one fact; a class that stands for several has none, and each raise brings its own
    text as the member `zh`. tests/architecture/test_refusals.py checks that none is without.

    Rendered as RFC 9457 problem details by the web, as one line on standard error by the command.
    """

    status: ClassVar[int] = 400
    code: ClassVar[str] = "invalid"
    title: ClassVar[str] = "The request cannot be carried out"
    zh: ClassVar[str] = ""

    def __init__(self, detail: str, **members: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.members = {**members, "zh": members.get("zh") or self.zh.format_map(members)}

    @property
    def both(self) -> str:
        """Chinese in the first line, English below: for a refusal that is stored before anybody
        reads it (frontend/src/shared/i18n/locale.ts shows the reader's half)."""
        return f"{' '.join(self.members['zh'].split())}\n{self.detail}"


class Invalid(StationdeskError):
    """The input itself is wrong."""

    title = "The input is not valid"


class Unauthenticated(StationdeskError):
    """Nobody is signed in, or the credential does not hold."""

    status = 401
    code = "unauthenticated"
    title = "Sign in first"


class Forbidden(StationdeskError):
    """Somebody is signed in, whose role does not allow this."""

    status = 403
    code = "forbidden"
    title = "Your role does not allow this"


class NotFound(StationdeskError):
    """There is no such thing, as far as this actor may know."""

    status = 404
    code = "not_found"
    title = "Not found"


class Conflict(StationdeskError):
    """The input is fine, but the world has moved on."""

    status = 409
    code = "conflict"
    title = "It has changed meanwhile"


class TooLarge(StationdeskError):
    """More than a named bound allows."""

    status = 413
    code = "too_large"
    title = "Too large"


class TooMany(StationdeskError):
    """Tried too often; wait."""

    status = 429
    code = "too_many"
    title = "Too many attempts"
