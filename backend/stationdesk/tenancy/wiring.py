"""What the application hands to a handler that asks for it by name and by one of these types."""

from datetime import datetime
from typing import TypeAlias

from litestar.di import NamedDependency
from sqlmodel.ext.asyncio.session import AsyncSession

from stationdesk.foundation.database import Database
from stationdesk.tenancy.actor import Actor

Caller: TypeAlias = NamedDependency[Actor]
"""`actor`: whoever is signed in."""

Transaction: TypeAlias = NamedDependency[AsyncSession]
"""`session`: the request's one transaction in the actor's firm; commits before the answer."""

Connections: TypeAlias = NamedDependency[Database]
"""`database`: for what needs transactions of its own, or a bare connection."""

Now: TypeAlias = NamedDependency[datetime]
"""`now`: the moment of the request, UTC."""
