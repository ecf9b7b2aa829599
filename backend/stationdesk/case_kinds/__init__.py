"""The kinds of case: one folder each, found and checked at start-up by `discover()`.

A folder holds `details.py` (DETAILS, VERSION), `states.py` (WORKFLOWS), `clocks.py` (CLOCKS),
`checklist.py` (checklist), `opening.py` (opening, risk_fen, refuse_opening), `messages.py`
(MESSAGES); where an event reaches into other rooms, `effects.py` (EFFECTS); where a guard has to
know something of other rooms, `facts.py` (facts, settle).
"""

from stationdesk.case_kinds.catalogue import KindIncomplete, discover

__all__ = ["KindIncomplete", "discover"]
