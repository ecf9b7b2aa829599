"""Why a fine arose, and who bears it: the words of domain §6, shared by the cores beside this."""

from enum import StrEnum
from typing import Final


class Cause(StrEnum):
    """责任原因."""

    AGENT_NEGLIGENCE = "agent_negligence"
    FIRM_PROCESS = "firm_process"
    STATION_OPERATION = "station_operation"
    COUNTERPARTY = "counterparty"
    CUSTOMER = "customer"
    CARRIER_ERROR = "carrier_error"
    FORCE_MAJEURE = "force_majeure"


class Party(StrEnum):
    """Who can bear a share."""

    FIRM = "firm"
    STATION = "station"
    COUNTERPARTY = "counterparty"
    AGENT = "agent"


CAUSE_ZH: Final[dict[Cause, str]] = {
    Cause.AGENT_NEGLIGENCE: "坐席疏忽",
    Cause.FIRM_PROCESS: "公司流程",
    Cause.STATION_OPERATION: "网点操作",
    Cause.COUNTERPARTY: "对方网点",
    Cause.CUSTOMER: "客户原因",
    Cause.CARRIER_ERROR: "总部差错",
    Cause.FORCE_MAJEURE: "不可抗力",
}
PARTY_ZH: Final[dict[Party, str]] = {
    Party.FIRM: "公司",
    Party.STATION: "网点",
    Party.COUNTERPARTY: "对方网点",
    Party.AGENT: "坐席",
}

BEARER_BY_DEFAULT: Final[dict[Cause, Party]] = {
    # Without a rule the firm keeps its promise: nothing of its agents' negligence is the
    # station's, and nothing is an agent's but by a written rule.
    Cause.AGENT_NEGLIGENCE: Party.FIRM,
    Cause.FIRM_PROCESS: Party.FIRM,
    Cause.STATION_OPERATION: Party.STATION,
    Cause.CUSTOMER: Party.STATION,
    Cause.COUNTERPARTY: Party.STATION,
    Cause.FORCE_MAJEURE: Party.STATION,
    # Only once the appeal has ended; until then the service posts nothing.
    Cause.CARRIER_ERROR: Party.STATION,
}
