"""The one table of codes. A row is a promise: a page in `screenc/pages/codes/`, a test that gives it, a number never used again.

01xx reading and syntax, 02xx names, 03xx values and units, 04xx story and film grammar, 05xx lowering, 06xx running,
07xx claims, 08xx scripter, 09xx ours. `E` stops, `W` does not; each is named for the bad thing, so `waive W0412` reads.
"""

CODES: dict[str, str] = {
    # 01xx reading and syntax
    "E0101": "unreadable-line",
    "E0102": "unknown-fact",
    # 02xx names
    # 03xx values and units
    # 04xx story and film grammar
    # 05xx lowering
    # 06xx running
    # 07xx claims
    "E0701": "expect-not-held",
    "W0702": "prefer-not-held",
    "E0703": "unknown-check",
    "E0704": "claim-value",
    "E0705": "claim-subject",
    "E0706": "expect-not-measured",
    "W0707": "prefer-not-measured",
    "W0708": "spoiled-film",
    # 08xx scripter
    # 09xx ours
    "E0901": "internal-error",
}
