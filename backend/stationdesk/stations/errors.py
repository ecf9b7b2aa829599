"""What can go wrong with stations and assignments."""

from stationdesk.foundation.errors import Conflict, Invalid, NotFound


class StationUnknown(NotFound):
    code = "station_unknown"
    title = "There is no such station"


class StationInvalid(Invalid):
    code = "station_invalid"
    title = "The station is not valid"


class StationNameTaken(Conflict):
    code = "station_name_taken"
    title = "Another station goes by this name"


class DirectionInvalid(Invalid):
    code = "direction_invalid"
    title = "There is no such direction"


class NotAnAgent(Invalid):
    code = "not_an_agent"
    title = "Only agents and supervisors are assigned"


class AssignmentUnknown(NotFound):
    code = "assignment_unknown"
    title = "There is no such assignment"


class AssignmentExists(Conflict):
    code = "assignment_exists"
    title = "This assignment exists already"
