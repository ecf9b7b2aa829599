"""What can go wrong with couriers."""

from stationdesk.foundation.errors import Conflict, Invalid, NotFound


class CourierUnknown(NotFound):
    code = "courier_unknown"
    title = "There is no such courier"


class CourierInvalid(Invalid):
    """`field` names what to mend."""

    code = "courier_invalid"
    title = "The courier's record is not valid"


class CourierExists(Conflict):
    code = "courier_exists"
    title = "This courier exists already"
