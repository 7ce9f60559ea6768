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
    "E0401": "line-cannot-fit",
    "W0402": "line-tight",
    "E0403": "beat-past-end",
    "E0404": "beat-out-of-order",
    "E0405": "speaks-over-self",
    "E0406": "film-length-broken",
    "W0407": "film-length-doubtful",
    "E0408": "transition-longer-than-shot",
    "W0409": "flash-shot",
    "W0410": "static-talking-head",
    "E0411": "speaker-not-in-scene",
    "W0412": "jump-cut",
    "E0413": "speaker-not-yet-entered",
    "E0414": "speaker-gone",
    "E0415": "exit-of-absent",
    "E0416": "entrance-of-present",
    "E0417": "framing-of-absent",
    "E0418": "focus-out-of-frame",
    "E0419": "rack-focus-out-of-frame",
    "W0420": "rack-focus-at-one-depth",
    "E0421": "blocking-of-absent",
    "E0422": "over-shoulder-not-two",
    "E0423": "two-shot-not-two",
    "W0424": "crowded-close-up",
    "W0425": "pov-of-oneself",
    "W0426": "line-crossed",
    "W0427": "eyelines-miss",
    "W0428": "screen-direction-turned",
    "W0429": "never-established",
    "W0430": "wardrobe-jump",
    "W0431": "prop-jump",
    "W0432": "prop-in-two-hands",
    "W0433": "faceless-cast",
    "W0434": "wrong-hour",
    "W0435": "unreachable-scene",
    "W0436": "scene-without-shots",
    "W0437": "empty-shot",
    "W0438": "auto-without-beats",
    "E0439": "from-not-earlier",
    "E0440": "from-across-places",
    "E0441": "choice-of-one",
    "E0442": "default-not-a-pick",
    "E0443": "endless-story",
    "E0444": "move-wrong-way",
    "W0445": "wide-lens-close-up",
    "W0446": "language-mismatch",
    "W0447": "waiver-ran-out",
    "W0448": "waiver-of-nothing",
    "E0449": "waiver-of-error",
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
