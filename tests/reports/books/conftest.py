"""The office of the tests of fines, whose months are closed here."""

from tests.penalties.conftest import office

__all__ = ["office"]
