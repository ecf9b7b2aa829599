"""Details of the broken kind."""

from stationdesk.cases.kinds import Details

VERSION = 1
DETAILS = Details
