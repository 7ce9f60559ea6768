"""Bad input: bytes that are no text, paths that are no files, circles and escapes. Each is told by its own code, in its place."""

import os

import pytest

from screenc.lang import load, read
from screenc.lang.read import MOST_BYTES

FILM = "screenc 1\n\nfilm rain\nend\n"


def codes(found):
    return [d.code for d in found]


@pytest.mark.parametrize(
    "data, code",
    [
        (b"", "E0114"),
        (b" \n\t\r\n", "E0114"),
        (b"\xef\xbb\xbf", "E0114"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "E0115"),
        ("screenc 1".encode("utf-16"), "E0115"),
        (b"screenc 1\n\nfilm caf\xe9\nend\n", "E0116"),
        (b"screenc 1\n\xff\xfe", "E0116"),
    ],
)
def test_bytes_that_are_no_film(tmp_path, data, code):
    path = tmp_path / "film.shot"
    path.write_bytes(data)
    source, found = read(path)
    assert source is None and codes(found) == [code]
    assert path.read_bytes() == data


def test_latin_1_is_told_at_its_byte(tmp_path):
    path = tmp_path / "film.shot"
    path.write_bytes("screenc 1\n\nfilm rain\n  title    à table, chérie\nend\n".encode().replace("é".encode(), b"\xe9"))
    _, found = read(path)
    assert (found[0].span.line, found[0].span.column) == (4, 23) and "0xe9" in found[0].message


def test_a_byte_order_mark_and_any_line_ends_are_taken(tmp_path):
    path = tmp_path / "film.shot"
    path.write_bytes(b"\xef\xbb\xbf" + FILM.replace("\n", "\r\n").encode())
    source, found = read(path)
    assert not found and source.text == FILM.replace("\n", "\r\n")
    assert load(path)[0].root.stanzas[0].args[0].span.line == 3


def test_paths_that_are_no_files(tmp_path):
    assert codes(read(tmp_path / "nothing.shot")[1]) == ["E0111"]
    assert codes(read(tmp_path / "nothing" / "film.shot")[1]) == ["E0111"]
    assert codes(read(tmp_path)[1]) == ["E0112"]
    assert codes(read("/dev/zero")[1]) == ["E0112"]
    assert codes(read("a\0b")[1]) == ["E0134"]


def test_no_permission(tmp_path):
    path = tmp_path / "film.shot"
    path.write_text(FILM)
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    assert codes(read(path)[1]) == ["E0113"]


def test_a_file_too_large_is_not_read_to_its_end(tmp_path):
    path = tmp_path / "film.shot"
    with open(path, "wb") as file:
        file.truncate(MOST_BYTES * 100)
    assert codes(read(path)[1]) == ["E0120"]


def test_one_line_of_many_megabytes_is_one_report(tmp_path):
    path = tmp_path / "film.shot"
    path.write_bytes(b"screenc 1\n\nfilm rain\n  title    " + b"x" * 20_000_000 + b"\nend\n")
    assert codes(load(path)[1]) == ["E0121"]


def project(folder, **files):
    for name, body in files.items():
        (folder / f"{name}.shot").parent.mkdir(exist_ok=True)
        (folder / f"{name}.shot").write_text(f"screenc 1\n\n{body}\nend\n")
    return folder / "film.shot"


def test_each_file_is_loaded_once_and_stands_where_it_is_used(tmp_path):
    film = project(tmp_path, film="use a.shot\n\nuse b.shot\n\nfilm f", a="use b.shot\n\ncast A", b="cast B")
    loaded, found = load(film)
    assert not found
    assert [s.args[0].text for _, s in loaded.stanzas()] == ["B", "A", "f"]
    assert [p.name for p in loaded.paths] == ["film.shot", "a.shot", "b.shot"]


def test_use_is_relative_to_its_file(tmp_path):
    (tmp_path / "parts").mkdir()
    film = project(tmp_path, film="use parts/a.shot")
    project(tmp_path / "parts", a="use b.shot\n\nuse ../c.shot", b="cast B")
    project(tmp_path, c="cast C")
    loaded, found = load(film)
    assert not found and [s.args[0].text for _, s in loaded.stanzas()] == ["B", "C"]


@pytest.mark.parametrize(
    "used, code",
    [
        ("nothing.shot", "E0131"),
        ("film.shot", "E0133"),
        ("../other.shot", "E0132"),
        ("/etc/hostname", "E0132"),
        ("a\\b.shot", "E0132"),
        ("link.shot", "E0132"),
        ("folder", "E0112"),
        ("a.shot", "E0133"),
        ("poster.shot", "E0115"),
        ("x" * 300, "E0134"),
    ],
)
def test_a_use_that_cannot_be_is_told_where_it_stands(tmp_path, used, code):
    (tmp_path.parent / "other.shot").write_text(FILM)
    folder = tmp_path / "film"
    (folder / "folder").mkdir(parents=True)
    (folder / "link.shot").symlink_to(tmp_path.parent / "other.shot")
    (folder / "poster.shot").write_bytes(b"\0\1")
    film = project(folder, film=f"use {used}", a="use film.shot")
    loaded, found = load(film)
    assert loaded is None and codes(found) == [code]
    assert found[0].span is not None and found[0].span.line == 3


def test_errors_of_all_files_are_told_at_once(tmp_path):
    film = project(tmp_path, film="use a.shot\n\nflim f", a="csat A")
    _, found = load(film)
    assert sorted(d.span.source.name.rpartition("/")[2] for d in found) == ["a.shot", "film.shot"] or codes(found) == ["E0103"]
