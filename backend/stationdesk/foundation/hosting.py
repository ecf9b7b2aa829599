"""Which database: any server by URL, or the embedded one of the data folder."""

from collections.abc import Iterator
from contextlib import contextmanager

from stationdesk.foundation.database import Endpoint, Endpoints, endpoints_of_url
from stationdesk.foundation.embedded import Connection, embedded_server
from stationdesk.foundation.migrations import migrate
from stationdesk.foundation.settings import Settings


@contextmanager
def hosted_database(settings: Settings) -> Iterator[Endpoints]:
    """Endpoints for the duration of the block, the embedded server running where it is meant."""
    if settings.database_url is not None:
        yield endpoints_of_url(settings.database_url)
        return
    with embedded_server(settings.data_dir) as server:
        yield endpoints_of_connection(server.connection)


@contextmanager
def migrated_database(settings: Settings) -> Iterator[Endpoints]:
    """The same, brought to the newest schema first."""
    with hosted_database(settings) as endpoints:
        migrate(endpoints.owner)
        yield endpoints


def endpoints_of_connection(connection: Connection) -> Endpoints:
    """Owner and app of a database behind the embedded server's private socket."""
    owner, app = (
        Endpoint(
            host=str(connection.socket_dir),
            port=connection.port,
            database=connection.database,
            user=role,
        )
        for role in ("stationdesk_owner", "stationdesk_app")
    )
    return Endpoints(owner=owner, app=app)
