"""What can go wrong when parcels and gaps are asked for."""

from stationdesk.foundation.errors import Invalid, NotFound, Unauthenticated


class ParcelUnknown(NotFound):
    code = "parcel_unknown"
    title = "There is no such parcel"


class CursorInvalid(Invalid):
    code = "cursor_invalid"
    title = "The cursor is not valid"


class PushUnsigned(Unauthenticated):
    code = "push_signature_wrong"
    title = "The signature does not match"


class PushUnreadable(Invalid):
    code = "push_unreadable"
    title = "The push cannot be read"


class FiguresInvalid(Invalid):
    code = "figures_invalid"
    title = "A figure of the comparison is out of bounds"


class MomentWithoutOffset(Invalid):
    code = "moment_without_offset"
    title = "The moment has no offset"
