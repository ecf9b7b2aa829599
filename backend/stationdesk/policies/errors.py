"""What can be wrong with a policy."""

from stationdesk.foundation.errors import Invalid, NotFound


class PolicyUnreadable(Invalid):
    """A policy's parameters do not say what a clock needs."""

    code = "policy_unreadable"
    title = "The policy's parameters cannot be read"


class NoPolicyInForce(NotFound):
    """No version of the policy was in force at that moment, and no example ships with it."""

    code = "no_policy_in_force"
    title = "No policy was in force"
