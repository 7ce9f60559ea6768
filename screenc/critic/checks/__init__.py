"""One check a file: what it measures, from pictures and sound alone."""
