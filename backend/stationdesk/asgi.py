"""What the web server loads: the application, its database named by the environment."""

import atexit
import os
import signal
from contextlib import ExitStack

from litestar import Litestar

from stationdesk.app import create_app
from stationdesk.foundation.hosting import hosted_database
from stationdesk.foundation.processes import die_with_parent
from stationdesk.foundation.settings import read_settings
from stationdesk.foundation.telemetry import configure_logging


def application() -> Litestar:
    """The application of this process; holds the embedded database for as long as it lives."""
    die_with_parent(signal.SIGTERM)
    configure_logging(as_json=os.environ.get("STATIONDESK_LOG") != "console")
    settings = read_settings()
    held = ExitStack()
    atexit.register(held.close)
    return create_app(held.enter_context(hosted_database(settings)), settings)
