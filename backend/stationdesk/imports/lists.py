"""The kinds of list that can be imported through a column mapping. Rooms above register theirs."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from stationdesk.foundation.errors import Invalid
from stationdesk.imports.fields import Field
from stationdesk.tenancy.permissions import Permission


class ListKindUnknown(Invalid):
    code = "list_kind_unknown"
    title = "There is no such kind of list"


class ListKind(msgspec.Struct, frozen=True):
    """A kind of list: which job takes it in, who may, and what its rows must tell.

    `fields(options)` raises Invalid where the options do not say enough (of which kind the cases
    are, say).
    """

    code: str
    job: str
    permission: Permission
    fields: Callable[[Mapping[str, Any]], Sequence[Field]]


_registry: dict[str, ListKind] = {}


def register(kind: ListKind) -> None:
    """Make a kind of list known."""
    _registry[kind.code] = kind


def list_kind(code: str) -> ListKind:
    """The kind of that code. Raises ListKindUnknown."""
    try:
        return _registry[code]
    except KeyError as error:
        raise ListKindUnknown(
            f"There is no kind of list {code!r}; known: {', '.join(sorted(_registry))}.",
            zh=f"没有“{code}”这种清单，请从列表里选。",
        ) from error
