"""A sheet that is edited reads exactly as the same text read afresh."""

import random

import pytest
from editor.films import CAST, EXAMPLES, FILM, big, slip

from screenc.lang.parse import parse
from screenc.lang.sheet import Sheet
from screenc.text import Source


def seen(span):
    return (*span.source.position(span.start), *span.source.position(span.end), span.text)


def told(diagnostics):
    return [
        (
            d.code,
            d.message,
            d.help,
            d.notes,
            [(seen(x.span), x.text) for x in d.labels],
            d.fix and (d.fix.trust, [(seen(e.span), e.text) for e in d.fix.edits]),
        )
        for d in diagnostics
    ]


def written(file):
    if file is None:
        return None

    def words(args):
        return [(w.kind, w.text, seen(w.span)) for w in args]

    return (
        file.edition,
        [(s.kind, words(s.args), seen(s.span), [(f.key, words(f.args), seen(f.span)) for f in s.facts]) for s in file.stanzas],
        [(c.text, seen(c.span)) for c in file.comments],
        file.span.source.position(file.span.start),
    )


def same(sheet, text):
    file, diagnostics = sheet.read(text)
    cold, found = parse(Source("film.shot", text))
    assert written(file) == written(cold)
    assert told(diagnostics) == told(found)
    for block in sheet.blocks:
        for stanza in block.stanzas:
            where = stanza.span.source.before + stanza.span.start
            assert text.startswith(stanza.span.text, where)


@pytest.mark.parametrize("text", [FILM, CAST, FILM.replace("\n", "\r\n"), *(p.read_text("utf-8") for p in EXAMPLES)])
@pytest.mark.parametrize("seed", range(2))
def test_after_any_edits_it_reads_as_if_read_afresh(text, seed):
    chance, sheet, whole = random.Random(seed), Sheet("film.shot"), text
    for n in range(72):
        same(sheet, text)
        start, end, words = slip(chance, text)
        text = text[:start] + words + text[end:]
        if n % 12 == 11:
            text = whole  # a film again, before all is rubble


@pytest.mark.parametrize(
    "text", ["", "\n", "# only\n", "film x\n", "end", "end\nend\n", "shot", "screenc 1\nend\nfilm x\n# ok\n", "\r", "shot\r"]
)
def test_small_texts(text):
    same(Sheet("film.shot"), text)


def test_stanzas_that_were_not_touched_are_the_same_objects():
    text, sheet = big(300), Sheet("film.shot")
    before = sheet.read(text)[0].stanzas
    after = sheet.read(text.replace("number 7,", "number seven,\n  ANRI: and", 1))[0].stanzas
    assert sum(a is not b for a, b in zip(before, after, strict=True)) == 1
    assert after[-1].span.line == before[-1].span.line and after[-1].span.source.above > 0
