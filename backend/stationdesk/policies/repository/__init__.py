"""SQL of the policies."""

from stationdesk.policies.repository.versions import version_in_force

__all__ = ["version_in_force"]
