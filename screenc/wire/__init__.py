"""How a bought backend talks to its service: one exchange a call, nothing sent twice, no key where it does not belong.

`RestService` is the frame that a backend fills in; `Wire` sends and receives; `picture` says a task in services' terms;
`cassette` records exchanges and plays them back.
"""

from screenc.wire.body import filled, inline, media_type, read
from screenc.wire.exchange import Reply, Wire, by_status, key, need, word
from screenc.wire.picture import content, facts, files, frame, legend, profile, references, timecoded, whole
from screenc.wire.service import RestService, first

__all__ = [
    "Reply",
    "RestService",
    "Wire",
    "by_status",
    "content",
    "facts",
    "files",
    "filled",
    "first",
    "frame",
    "inline",
    "key",
    "legend",
    "media_type",
    "need",
    "profile",
    "read",
    "references",
    "timecoded",
    "whole",
    "word",
]
