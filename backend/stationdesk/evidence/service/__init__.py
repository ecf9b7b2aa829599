"""Use cases of the evidence, one file each."""

from stationdesk.evidence.service.sealing import (
    NAME_MAX,
    SealedFile,
    attach,
    discard,
    label,
    store,
)
from stationdesk.evidence.service.viewing import (
    log_views,
    open_for_download,
    open_for_listening,
    open_for_view,
)

__all__ = [
    "NAME_MAX",
    "SealedFile",
    "attach",
    "discard",
    "label",
    "log_views",
    "open_for_download",
    "open_for_listening",
    "open_for_view",
    "store",
]
