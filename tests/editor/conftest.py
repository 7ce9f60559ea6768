import pytest

pytest.importorskip("pygls", reason="the language server is tested with `pip install -e '.[dev]'`")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A film of two files on disk."""
    from editor.films import CAST, FILM

    path = tmp_path_factory.mktemp("film")
    (path / "film.shot").write_text(FILM, "utf-8")
    (path / "cast.shot").write_text(CAST, "utf-8")
    return path


@pytest.fixture(scope="module")
def server(folder):
    """One server for the tests of a module; each opens what it needs."""
    from editor.client import Writer

    writer = Writer(folder)
    yield writer
    writer.close()


@pytest.fixture
def writer(server):
    """The server with the film open and fresh."""
    server.open("film.shot")
    server.open("cast.shot")
    yield server
    server.shut("film.shot")
    server.shut("cast.shot")
    assert not server.logged, server.logged
