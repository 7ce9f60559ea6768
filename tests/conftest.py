"""What every test may count on, however the suite was started."""

import contextlib
import signal


def pytest_configure():
    """A shell that starts the suite in the background has it ignore Ctrl-C, and every build that a test starts with it."""
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.default_int_handler)
