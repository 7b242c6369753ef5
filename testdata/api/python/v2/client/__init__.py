"""A client."""

from client.core import Client, Session, connect
from client.backoff import retry

__all__ = ["Client", "Session", "connect", "retry"]
