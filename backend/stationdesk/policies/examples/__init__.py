"""Example policies that ship with the product, for two carriers and for any other.

The limits and tariffs of headquarters are not public: these figures are examples, marked as such,
and any version that a firm enters itself takes their place. One module a kind, each exporting
`EXAMPLES`.
"""

from __future__ import annotations

from stationdesk.policies.examples import (
    arbitration,
    chase,
    complaint,
    driver_help,
    inquiry,
    interception,
    message,
    penalty_appeal,
    pickup_order,
    problem_parcel,
    problem_types,
    reissue,
    work_order,
)
from stationdesk.policies.examples.example import ExamplePolicy

EXAMPLES: tuple[ExamplePolicy, ...] = (
    *complaint.EXAMPLES,
    *penalty_appeal.EXAMPLES,
    *reissue.EXAMPLES,
    *arbitration.EXAMPLES,
    *chase.EXAMPLES,
    *driver_help.EXAMPLES,
    *inquiry.EXAMPLES,
    *interception.EXAMPLES,
    *message.EXAMPLES,
    *pickup_order.EXAMPLES,
    *problem_parcel.EXAMPLES,
    *problem_types.EXAMPLES,
    *work_order.EXAMPLES,
)


def example_for(code: str, carrier: str | None) -> ExamplePolicy | None:
    """The example of a kind for that carrier, else the one for any."""
    for wanted in (carrier, None):
        for example in EXAMPLES:
            if example.code == code and example.carrier == wanted:
                return example
    return None
