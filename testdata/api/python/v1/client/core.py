"""Connections."""

from typing import List, Optional

DEFAULT_TIMEOUT = 30


class Transport:
    """Moves bytes."""

    def send(self, data):
        return len(data)


class Client(Transport):
    """Talks to one server."""

    retries: int = 3

    def __init__(self, host, port=80):
        self.host = host
        self.port = port

    def get(self, path, timeout=30):
        """Fetch a path."""
        return (path, timeout)

    def post(self, path, body, headers=None):
        return (path, body, headers)

    def delete(self, path):
        return path

    def stream(self, path):
        yield path

    def fetch_all(self, paths: List[str]) -> Optional[str]:
        return paths[0]

    def put(self, path, body):
        return (path, body)

    @staticmethod
    def parse(url):
        return url.split("/")

    def close(self):
        self.host = None

    def _secret(self, a):
        return a


class Session:
    def __init__(self, client):
        self.client = client

    def begin(self, name, *, isolation="read"):
        return (name, isolation)

    def commit(self, message: str) -> bool:
        return bool(message)


def connect(host, port, user, secure=True):
    """Open a connection."""
    return Client(host, port)


def lookup(host, family):
    return (host, family)


def ping(host):
    return host


async def wait_ready(client):
    return client
