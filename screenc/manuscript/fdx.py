"""Final Draft's FDX by the standard library's expat alone, paragraph by paragraph, with the place of each in the file.

Nothing outside the file is ever loaded and no entity may be declared, so no bomb can go off.
"""

from __future__ import annotations

from xml.parsers import expat

from screenc.manuscript import Element, Kind, Manuscript
from screenc.text import Diagnostic, Source

_KINDS: dict[str, Kind] = {
    "scene heading": "heading", "action": "action", "character": "character", "parenthetical": "parenthetical",
    "dialogue": "dialogue", "lyrics": "lyric", "singing": "lyric", "transition": "transition", "shot": "shot",
    "cast list": "general", "general": "general", "new act": "section", "end of act": "general", "outline 1": "section",
    "outline 2": "section", "synopsis": "synopsis",
}  # fmt: skip
MOST_DEPTH = 64


class _Refused(Exception):
    pass


def parse(source: Source) -> Manuscript:
    """The paragraphs of the content and the first line of the title page; what is wrong with it is in `diagnostics`."""
    reader = _Reader(source)
    fault = reader.run()
    found = [fault] if fault else []
    if not fault and not reader.document:
        found = [
            Diagnostic.at(
                "E0810",
                source.span(0, min(len(source.text), 1)),
                f"{source.name} is XML, and not Final Draft's",
                notes=("an FDX file is one <FinalDraft> element",),
                help="in Final Draft, save as .fdx",
            )
        ]
    return Manuscript(reader.titles, tuple(reader.elements), diagnostics=tuple(found))


class _Reader:
    def __init__(self, source: Source):
        self.source = source
        self.data = source.text.encode("utf-8", "surrogatepass")
        self.elements: list[Element] = []
        self.titles: dict[str, str] = {}
        self.path: list[str] = []
        self.document = False
        self.kind: Kind | None = None
        self.number: str | None = None
        self.text: list[str] = []
        self.start = self.end = 0
        self.dual = 0
        self._bytes = self._letters = 0
        self.page: list[str] = []

    def run(self) -> Diagnostic | None:
        self.parser = parser = expat.ParserCreate("utf-8")
        parser.buffer_text = False
        parser.StartElementHandler = self._open
        parser.EndElementHandler = self._close
        parser.CharacterDataHandler = self._words
        parser.EntityDeclHandler = self._entity
        parser.ExternalEntityRefHandler = lambda *_: 0
        try:
            parser.Parse(self.data, True)
        except expat.ExpatError as error:
            at = self._offset(max(parser.ErrorByteIndex, 0))
            what = expat.ErrorString(error.code)
            return self._fault(at, f"{self.source.name} is not whole XML: {what}", "save it from Final Draft again as .fdx")
        except _Refused as error:
            return self._fault(self._here(), str(error), "remove the document type declaration")
        return None

    def _fault(self, at: int, message: str, help: str) -> Diagnostic:
        at = min(at, max(len(self.source.text) - 1, 0))
        return Diagnostic.at("E0810", self.source.span(at, at + 1), message, help=help)

    def _offset(self, index: int) -> int:
        """Where a byte of the encoded text is in the text."""
        if index < self._bytes:
            self._bytes = self._letters = 0
        self._letters += len(self.data[self._bytes : index].decode("utf-8", "ignore"))
        self._bytes = index
        return self._letters

    def _here(self) -> int:
        return self._offset(self.parser.CurrentByteIndex)

    def _entity(self, *_) -> None:
        raise _Refused(f"{self.source.name} declares an entity, which no screenplay needs")

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.path) > MOST_DEPTH:
            raise _Refused(f"{self.source.name} nests deeper than Final Draft does")
        self.path.append(name)
        if name == "FinalDraft":
            self.document = True
        elif name == "DualDialogue":
            self.dual = 1
        elif name == "Paragraph":
            self.kind = _KINDS.get(attributes.get("Type", "General").casefold(), "general")
            self.number = attributes.get("Number")
            self.text, self.start, self.end = [], self._here(), self._here()

    def _words(self, text: str) -> None:
        if self.kind and self.path[-1] == "Text":
            if not self.text:
                self.start = self._here()
            self.text.append(text)
            self.end = self._here() + len(text)

    def _close(self, name: str) -> None:
        self.path.pop()
        if name == "DualDialogue":
            self.dual = 0
        if name != "Paragraph" or self.kind is None:
            return
        text = "".join(self.text).strip(" \t\r\n")
        if "TitlePage" in self.path:
            self.page.append(text)
            if text and "title" not in self.titles:
                self.titles["title"] = text
        elif self.path[-1:] == ["Content"] or (self.dual and "Content" in self.path):
            dual = self.kind == "character" and self.dual > 1
            self.dual += self.kind == "character" and self.dual > 0
            end = min(max(self.end, self.start + 1), len(self.source.text))
            if text:
                if self.kind == "parenthetical":
                    text = text.removeprefix("(").removesuffix(")").strip()
                self.elements.append(Element(self.kind, text, self.source.span(self.start, end), self.number, dual))
        self.kind = None
