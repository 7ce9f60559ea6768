"""A film that is checked again after each edit is told exactly what a cold check tells, in every scene, with every label."""

import random

import pytest
from editor.films import CAST, EXAMPLES, big, slip

from screenc.cli.check import examine
from screenc.editor.desk import Desk
from screenc.editor.study import Study

FILMS = [
    (big(62), CAST),
    *((p.read_text("utf-8"), (p.parent / "cast.shot").read_text("utf-8")) for p in EXAMPLES if p.name == "film.shot"),
]


def told(diagnostics):
    return [
        (
            d.code,
            d.message,
            d.help,
            d.notes,
            [(x.span.source.name, *map(x.span.source.position, (x.span.start, x.span.end)), x.text) for x in d.labels],
        )
        for d in diagnostics
    ]


def shuffled(chance, text):
    """An edit that mostly leaves a film: lines and last words trade places, lines come twice or go."""
    if chance.random() < 0.3:
        start, end, words = slip(chance, text)
        return text[:start] + words + text[end:]
    lines = text.split("\n")
    i, j = chance.randrange(len(lines)), chance.randrange(len(lines))
    how = chance.randrange(4)
    if how == 0:
        lines[i], lines[j] = lines[j], lines[i]
    elif how == 1:
        lines.insert(i, lines[j])
    elif how == 2:
        del lines[i]
    else:
        lines[i] = " ".join([*lines[i].split(" ")[:-1], lines[j].split(" ")[-1]])
    return "\n".join(lines)


@pytest.mark.parametrize("whole, cast", FILMS)
@pytest.mark.parametrize("seed", [0, *(pytest.param(n, marks=pytest.mark.slow) for n in range(1, 60))])
def test_after_any_edits_it_says_what_a_cold_check_says(tmp_path, whole, cast, seed):
    chance, path, desk = random.Random(seed), tmp_path / "film.shot", Desk()
    (tmp_path / "cast.shot").write_text(cast, "utf-8")
    document = desk.put(path.as_uri(), whole, 1)
    study, text, films = Study(path, desk), whole, 0
    for n in range(40):
        text = whole if n % 4 == 3 else shuffled(chance, text)
        document.put(text)
        study.check()
        path.write_bytes(text.encode())
        assert told(study.diagnostics) == told(examine(str(path)))
        films += study.current
    assert films >= 10
