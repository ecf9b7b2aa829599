"""What can go wrong with stations and assignments."""

from stationdesk.foundation.errors import Conflict, Invalid, NotFound


class StationUnknown(NotFound):
    code = "station_unknown"
    title = "There is no such station"
    zh = "找不到这个网点，可能不归您负责；请刷新后重选。"


class StationInvalid(Invalid):
    code = "station_invalid"
    title = "The station is not valid"


class StationNameTaken(Conflict):
    code = "station_name_taken"
    title = "Another station goes by this name"
    zh = "“{name}”已是本公司另一个网点的名称或别名，扫描记录会分不清；请换一个。"


class DirectionInvalid(Invalid):
    code = "direction_invalid"
    title = "There is no such direction"
    zh = "没有“{direction}”这个方向，请选进港或出港。"


class NotAnAgent(Invalid):
    code = "not_an_agent"
    title = "Only agents and supervisors are assigned"
    zh = "{name} 不是坐席或组长，不能分配网点；请另选一人。"


class AssignmentUnknown(NotFound):
    code = "assignment_unknown"
    title = "There is no such assignment"
    zh = "这条分配已不在，请刷新列表。"


class AssignmentExists(Conflict):
    code = "assignment_exists"
    title = "This assignment exists already"
    zh = "{name} 已负责网点 {station} 的这个方向，请先结束原来的分配。"
