"""screenc: the compiler for screenplays. Dialogue in, a checked film out."""

__version__ = "0.1.0"
