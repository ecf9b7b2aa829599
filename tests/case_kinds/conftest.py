"""The desk of `tests/cases`, for the stories of each kind."""

from tests.cases.conftest import desk

__all__ = ["desk"]
