"""The `.shot` language: text in, a tree with addresses out, and the tree as formatted text again."""

from screenc.lang.load import Loaded, load
from screenc.lang.parse import parse
from screenc.lang.read import read
from screenc.lang.tree import File

__all__ = ["File", "Loaded", "load", "parse", "read"]
