"""What bulk work refuses as a whole; rows are refused one by one, in `refusals`."""

from stationdesk.foundation.errors import Invalid


class BulkOfFinesInvalid(Invalid):
    """Nothing selected, too many, or a ground that no appeal has."""

    code = "bulk_of_fines_invalid"
    title = "Nothing can be done to that selection"
