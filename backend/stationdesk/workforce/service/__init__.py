"""The use cases of the workforce."""

from stationdesk.workforce.service.standing import StandIn, stand_in

__all__ = ["StandIn", "stand_in"]
