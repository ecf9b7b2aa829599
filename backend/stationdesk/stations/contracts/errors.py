"""What a contract cannot be."""

from stationdesk.foundation.errors import Conflict, Invalid


class ContractInvalid(Invalid):
    code = "contract_invalid"
    title = "The contract cannot hold"


class ContractsOverlap(Conflict):
    """Two contracts of a station would hold on the same day."""

    code = "contracts_overlap"
    title = "Another contract holds on these days"
