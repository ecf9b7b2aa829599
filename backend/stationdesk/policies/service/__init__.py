"""The use cases of the policies: what held on a day, entering a version, reading it."""

from stationdesk.policies.service.held import (
    InForce,
    case_terms,
    parameters_in_force,
    parameters_over_time,
)
from stationdesk.policies.service.receipts import demand_read
from stationdesk.policies.service.versions import add_version, enter_version

__all__ = [
    "InForce",
    "add_version",
    "case_terms",
    "demand_read",
    "enter_version",
    "parameters_in_force",
    "parameters_over_time",
]
