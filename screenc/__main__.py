"""`python -m screenc`, the same as `screenc`."""

from screenc.cli import main

if __name__ == "__main__":
    main()
