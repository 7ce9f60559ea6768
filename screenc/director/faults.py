"""Every way in which a service says no, as a report with a code and a page; no key ever stands in one."""

from __future__ import annotations

import os
from pathlib import Path

from screenc.contract import Fault, Reference, Refused, Task
from screenc.director.ledger import Order
from screenc.text import Diagnostic

_CODES: dict[Fault, str] = {
    "invalid": "E0611",
    "auth": "E0612",
    "quota": "E0613",
    "throttled": "E0614",
    "moderated-input": "E0615",
    "moderated-output": "E0616",
    "provider": "E0617",
    "expired": "E0618",
    "ambiguous": "E0619",
}
_HELP: dict[Fault, str] = {
    "invalid": "`screenc show` prints the request; if the profile allows what the service refuses, the profile is out of date",
    "auth": "set the variable to a key that is valid there, and build again",
    "quota": "top the account up and build again: what is finished is kept",
    "throttled": "build again later: what is finished is kept",
    "moderated-input": "word the shot otherwise, choose another backend, or `waive W0627 until DATE why` lets previz stand in",
    "moderated-output": "word the shot otherwise, send it once more with `--retake`, or `waive W0627` lets previz stand in",
    "provider": "build again later: what is finished is kept",
}


def told(task: Task, no: Refused, key: str, order: Order | None) -> Diagnostic:
    """A service's no to one task."""
    who, what, words = task.backend, task.name, _after(str(no))
    number = f"order {order.id}" if order else ""
    at = f" ({number}, job {order.job.id})" if order and order.job else f" ({number})" if number else ""
    message = {
        "invalid": f"{who} will not take the order for {what}{words}",
        "auth": f"{who} does not accept the key in {key or 'its variable'}{words}",
        "quota": f"{who} has no credit left for {what}{words}",
        "throttled": f"{who} still takes no order for {what}{words}",
        "moderated-input": f"{who}'s moderation refused what {what} says{words}",
        "moderated-output": f"{who}'s moderation withheld the clip of {what}{words}",
        "provider": f"{who} failed to make {what}{words}",
        "expired": f"{who} no longer has the clip of {what}{at}{words}",
        "ambiguous": f"it is not known whether {who} took the order for {what}{at}{words}",
    }[no.fault]
    help = _HELP.get(no.fault)
    if no.fault == "ambiguous" and order:
        resolve = f"`screenc ledger resolve {order.id} --made JOB` or `--not-made`"
        help = f"look at the service's own list of jobs, then say {resolve}"
    elif no.fault == "expired" and order:
        help = f"it may have been paid for; `screenc ledger resolve {order.id} --not-made` gives it up, and it is ordered again"
    notes = (no.evidence,) if no.evidence else ()
    return Diagnostic(_CODES[no.fault], message, notes=notes, help=help)


def left_open(task: Task, no: Refused, order: Order) -> Diagnostic:
    """The service does not answer about an order that it has: nothing is given up."""
    words = f"{task.backend} does not answer about {task.name} (order {order.id}){_after(str(no))}"
    return Diagnostic(
        "E0617", words, help="the order stays open: build again later, and it is asked for again, not ordered again"
    )


def unstopped(order: Order, no: Refused, key: str) -> Diagnostic:
    """An order that the service was asked to stop, and would or could not."""
    code = _CODES[no.fault] if no.fault in ("auth", "quota", "throttled", "expired") else "E0617"
    at = f" (order {order.id}, job {order.job.id})" if order.job else ""
    message = f"{order.backend} did not stop {order.name}{at}{_after(str(no))}"
    help = _HELP["auth"] if no.fault == "auth" else "the order stays open: the next build fetches what it makes"
    return Diagnostic(code, message, notes=(no.evidence,) if no.evidence else (), help=help)


def keyless(task: Task, key: str) -> Diagnostic:
    return Diagnostic("E0620", f"{task.backend} needs a key, and {key} is not set", help=f"set {key} in the environment")


def over(task: Task, words: str) -> Diagnostic:
    help = "raise the limit and build again: what was ordered is kept, and nothing is ordered twice"
    return Diagnostic("E0610", f"{task.name} was not ordered: {words}", help=help)


def moved(task: Task, back: int, ill: str, place: Reference | None = None) -> Diagnostic:
    """W0621, of the shot before, or of the anchor that shows the place."""
    frames = "frame" if back == 1 else "frames"
    does, whose = ("is shown its place by", "its anchor") if place else ("goes on from", "the shot before")
    words = f"{task.name} {does} {back} {frames} before the end of {whose}: the last frame is {ill}"
    return Diagnostic("W0621", words, help="look at the end of that shot; take it again with `--retake` if it is spoilt")


def unanchored(task: Task, words: str, place: Reference | None = None) -> Diagnostic:
    """E0622: no frame of that clip will do, and nothing is ordered."""
    if place:
        help = "take the anchor again with `--retake`, or let the scene name another `anchor`"
        return Diagnostic("E0622", f"{task.name} cannot be shown its place by its scene's anchor: {words}", help=help)
    if task.anchor not in task.needs:
        help = "`--recast` deals it another look, and sends no frame"
        return Diagnostic("E0622", f"{task.name} cannot begin with the first frame of its earlier take: {words}", help=help)
    help = "take the shot before again with `--retake`, or remove `from`"
    return Diagnostic("E0622", f"{task.name} cannot go on from the shot before: {words}", help=help)


def unusable(task: Task, words: str, source: Path) -> Diagnostic:
    help = f"the original is {source}; `--retake` orders another"
    return Diagnostic("E0624", f"the clip of {task.name} that {task.backend} made cannot be used: {words}", help=help)


def stood_in(task: Task) -> Diagnostic:
    return Diagnostic("W0627", f"previz stands in for {task.name}, which {task.backend}'s moderation refused")


def mute(task: Task, words: str) -> Diagnostic:
    message = f"{task.backend} was asked for sound under {task.name}, and there is none"
    return Diagnostic("W0635", message, notes=(words,))


def ordering(no: Refused) -> Refused:
    """A no to an order as one of those that an order can get: what was never ordered cannot have expired."""
    if no.fault != "expired":
        return no
    return Refused("invalid", str(no), retry_after=no.retry_after, evidence=no.evidence)


def scrubbed(no: Refused, key: str) -> Refused:
    """A service's words without our key, should it repeat it."""
    secret = os.environ.get(key) if key else None
    if not secret or len(secret) < 4 or secret not in f"{no}{no.evidence}":
        return no
    words, evidence = str(no).replace(secret, "***"), no.evidence.replace(secret, "***")
    return Refused(no.fault, words, retry_after=no.retry_after, evidence=evidence)


def _after(words: str) -> str:
    words = " ".join(words.split())
    return f": {words[:300]}" if words else ""
