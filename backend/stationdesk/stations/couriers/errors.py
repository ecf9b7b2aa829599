"""What can go wrong with couriers."""

from stationdesk.foundation.errors import Conflict, Invalid, NotFound


class CourierUnknown(NotFound):
    code = "courier_unknown"
    title = "There is no such courier"
    zh = "找不到这位业务员，可能不归您的网点；请刷新列表。"


class CourierInvalid(Invalid):
    """`field` names what to mend."""

    code = "courier_invalid"
    title = "The courier's record is not valid"


class CourierExists(Conflict):
    code = "courier_exists"
    title = "This courier exists already"
    zh = "网点 {station} 已有编号“{number}”的业务员，请换一个编号或改原来那位。"
