"""What could be written where the cursor stands: heads at the margin, facts two spaces in, and after a fact its words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types as lsp

from screenc.editor import vocabulary
from screenc.editor.desk import Document
from screenc.editor.vocabulary import Offer, Scope
from screenc.film import model
from screenc.film.strip import MANY
from screenc.lang import forms
from screenc.lang.format import KEY_WIDTH, order
from screenc.pages import names as pages
from screenc.pages import page

if TYPE_CHECKING:
    from screenc.editor.server import Server

KINDS = {
    "head": lsp.CompletionItemKind.Class,
    "fact": lsp.CompletionItemKind.Property,
    "cast": lsp.CompletionItemKind.Variable,
    "place": lsp.CompletionItemKind.Module,
    "prop": lsp.CompletionItemKind.Struct,
    "voice": lsp.CompletionItemKind.Interface,
    "scene": lsp.CompletionItemKind.Function,
    "shot": lsp.CompletionItemKind.Method,
    "check": lsp.CompletionItemKind.Function,
    "backend": lsp.CompletionItemKind.Module,
    "option": lsp.CompletionItemKind.Field,
    "code": lsp.CompletionItemKind.Constant,
    "operator": lsp.CompletionItemKind.Operator,
    "file": lsp.CompletionItemKind.File,
    "word": lsp.CompletionItemKind.EnumMember,
}
PICTURES = ("*.png", "*.jpg", "*.jpeg", "*.webp")


def complete(server: Server, document: Document, position: lsp.Position) -> list[lsp.CompletionItem]:
    """Everything that fits, the likeliest first; what is typed of the last word is replaced, never doubled."""
    end = document.offset(position)
    number = document.position(end).line
    line = document.text[document.starts[number] : end]
    if line.lstrip(" ").startswith("#") or "\t" in line:
        return []
    desk = _Place(server, document, number)
    if not line.startswith(" "):
        head, *said = re.split(r" +", line.removeprefix("\ufeff"))
        offers = desk.heads() if not said else desk.head(head, said[:-1])
        typed = said[-1] if said else head
    elif desk.kind in ("", "use"):
        return []
    else:
        key, *said = re.split(r" +", line.strip(" ") + (" " if line.rstrip(" ") != line and line.strip(" ") else ""))
        typed = said[-1] if said else key
        offers = desk.facts() if not said else desk.values(key, said[:-1])
    start = end - len(typed)
    room = document.range(start, end)
    snippets = server.snippets
    return [_item(offer, room, n, snippets) for n, offer in enumerate(sorted(offers, key=lambda offer: offer.rank))]


def _item(offer: Offer, room: lsp.Range, rank: int, snippets: bool) -> lsp.CompletionItem:
    words = (
        offer.word if offer.more is None else offer.more if snippets else re.sub(r"\$\{?\d+:?([^}]*)\}?|\$\d", r"\1", offer.more)
    )
    return lsp.CompletionItem(
        label=offer.word,
        kind=KINDS.get(offer.kind, lsp.CompletionItemKind.EnumMember),
        detail=offer.note or None,
        sort_text=f"{rank:04}",
        filter_text=offer.word,
        text_edit=lsp.TextEdit(room, words),
        insert_text_format=lsp.InsertTextFormat.Snippet if offer.more is not None and snippets else None,
        data={"page": offer.word} if offer.kind in ("head", "fact", "check", "code") else None,
    )


def resolve(item: lsp.CompletionItem) -> lsp.CompletionItem:
    """The page of a word, fetched only for the one that somebody looks at."""
    word = (item.data or {}).get("page") if isinstance(item.data, dict) else None
    for kind in ("facts", "checks", "codes"):
        if word and word in pages(kind):
            item.documentation = lsp.MarkupContent(lsp.MarkupKind.Markdown, page(kind, word).summary)
            break
    return item


class _Place:
    """A line of a document, and what stands around it."""

    def __init__(self, server: Server, document: Document, number: int) -> None:
        self.server, self.document, self.number = server, document, number
        self.roots = server.roots(document)
        self.above = number
        self.kind = ""
        for at in range(number - 1, -1, -1):
            word = document.line(at).partition(" ")[0]
            if word in forms.HEADS:
                self.above, self.kind = at, word
                break
        self.scene = next((at for at in range(number - 1, -1, -1) if document.line(at).startswith("scene ")), None)

    def lines(self) -> list[str]:
        """The other lines of this stanza."""
        out = []
        for at in range(self.above + 1, len(self.document.starts)):
            line = self.document.line(at)
            if line[:1] not in ("", " ", "#"):
                break
            if at != self.number:
                out.append(line)
        return out

    # --- the margin -------------------------------------------------------------------------------------------------

    def heads(self) -> list[Offer]:
        text = self.document
        if not any(text.line(at).strip() for at in range(self.number)):
            return [Offer("screenc", "head", "the first line", "screenc 1\n", rank=0)]
        offers = [Offer(kind, "head", _example(kind), self.snippet(kind)) for kind in forms.HEADS]
        return [*offers, Offer("end", "head", "nothing is missing", rank=2)]

    def snippet(self, kind: str) -> str:
        scene = text.split()[1] if self.scene is not None and len((text := self.document.line(self.scene)).split()) > 1 else "s10"
        return {
            "use": "use ${1:cast.shot}",
            "film": "film ${1:id}\n  title    ${2:Title}\n",
            "cast": "cast ${1:NAME}\n  look     ${2:woman of 30, short black hair}\n",
            "place": "place ${1:id}\n  look     ${2:what it looks like}\n",
            "prop": "prop ${1:id}\n  look     ${2:what it looks like}\n",
            "voice": "voice ${1:id}\n  speed    ${2:1x}\n",
            "scene": f"scene ${{1:{self.next_scene()}}} ${{2:int}} ${{3:place}} ${{4:day}}\n  with     ${{5:NAME}}\n",
            "shot": f"shot ${{1:{self.next_shot(scene)}}} ${{2:auto}}\n  framing  ${{3:medium}}\n",
            "choice": f"choice {scene}.${{1:id}}\n  ask      ${{2:What do they do?}}\n",
        }[kind]

    def next_scene(self) -> str:
        tens = [int(id[1:]) for id in self.ids("scene") if re.fullmatch(r"s\d{1,6}", id)]
        return f"s{(max(tens, default=0) // 10 + 1) * 10}"

    def next_shot(self, scene: str) -> str:
        """The next whole number under a scene; what comes between two shots is named by hand."""
        numbers = [int(id.partition(".")[2]) for id in self.ids("shot") if re.fullmatch(re.escape(scene) + r"\.\d{1,6}", id)]
        return f"{scene}.{max(numbers, default=0) + 1}"

    def head(self, kind: str, said: list[str]) -> list[Offer]:
        if kind == "screenc":
            return [Offer("1")] if not said else []
        if kind == "use":
            return [Offer(name, "file") for name in self.files("*.shot")] if not said else []
        if kind == "scene":
            if not said:
                return [Offer(self.next_scene(), "scene", "the next")]
            if len(said) == 1:
                return list(vocabulary.words(("int", "ext")))
            if len(said) == 2:
                return list(vocabulary.named(self.scope(), "place"))
            return list(vocabulary.words(model.HOURS)) if len(said) == 3 else []
        scene = self.document.line(self.scene).split()[1:2] if self.scene is not None else []
        if kind == "shot":
            if not said:
                return [Offer(self.next_shot(scene[0]), "shot", "the next")] if scene else []
            return (
                [Offer("auto", note="as long as its beats"), *vocabulary.words(("2s", "3s", "4s", "6s"))]
                if len(said) == 1
                else []
            )
        return []

    # --- facts ------------------------------------------------------------------------------------------------------

    def facts(self) -> list[Offer]:
        """The facts that this stanza may still be given, in the order of the language; in a shot, those who can speak."""
        known = forms.facts(self.kind)
        given = {form.key for line in self.lines() if (form := known.get(line.strip(" ").partition(" ")[0]))}
        many = MANY | ({"sound"} if self.kind == "shot" else set())
        ranks = order(self.kind)
        offers = []
        for word, form in known.items():
            once = "claim" not in many if form.key in ("expect", "prefer", "claim") else form.key not in many
            if word == "speech" or (once and form.key in given):
                continue
            offers.append((ranks.get(form.key, 99), Offer(word, "fact", _example(word), f"{word:<{KEY_WIDTH}} $0")))
        offers = [offer for _, offer in sorted(offers, key=lambda each: each[0])]
        if self.kind == "shot":
            present = self.scope().present
            for id, note in self.ids("cast").items():
                offers.append(Offer(id, "cast", f"{note or id} says", f"{id}: $0", rank=0 if id in present else 2))
        return offers

    def values(self, word: str, said: list[str]) -> list[Offer]:
        form = forms.facts(self.kind).get(word)
        if form is None:
            return []
        if word == "ref":
            return [Offer(name, "file") for pattern in PICTURES for name in self.files(pattern)] if not said else []
        return vocabulary.values(self.kind, "claim" if word in ("expect", "prefer") else form.key, said, self.scope())

    # --- what is known here -----------------------------------------------------------------------------------------

    def ids(self, kind: str) -> dict[str, str]:
        """The names of a kind and what they stand for, in the order of the files."""
        out = {}
        for id, name in self.server.index.declared(self.roots, kind).items():
            telling = {"cast": "name", "scene": "goal"}.get(kind, "look")
            out[id] = next((f.args[0].text for f in name.stanza.facts if f.key == telling), "")
        return out

    def scope(self) -> Scope:
        present: tuple[str, ...] = ()
        earlier: list[str] = []
        if self.scene is not None:
            for at in range(self.scene, self.number):
                words = self.document.line(at).split()
                if words[:1] == ["with"]:
                    present = tuple(words[1:])
                elif words[:1] == ["shot"] and len(words) > 1 and at != self.above:
                    earlier.append(words[1])
        return Scope(self.kind, self.ids, present, tuple(reversed(earlier)), self.warned())

    def warned(self) -> tuple[str, ...]:
        """The codes that are told of this stanza's lines."""
        end = self.above + len(self.lines()) + 1
        told = self.server.shown.get(self.document.uri, ())
        return tuple(str(d.code) for d in told if self.above <= d.range.start.line <= end)

    def files(self, pattern: str) -> list[str]:
        """Files under the film's folder that a path in this document may name, with forward slashes."""
        folder = self.document.path.parent
        try:
            found = sorted(path for glob in (pattern, f"*/{pattern}") for path in folder.glob(glob))
        except OSError:
            return []
        return [path.relative_to(folder).as_posix() for path in found if path != Path(self.document.path)][:200]


def _example(word: str) -> str:
    from screenc.lang.examples import EXAMPLES

    return EXAMPLES.get(word, "")
