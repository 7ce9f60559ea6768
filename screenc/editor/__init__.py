"""The language server: what the compiler knows of a film, while it is being written."""
