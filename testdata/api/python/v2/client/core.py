"""Connections."""

import warnings

DEFAULT_TIMEOUT = 60


class Transport:
    """Moves bytes."""

    def send(self, data):
        return len(data)


class Client:
    """Talks to one server."""

    retries: float = 3

    def __init__(self, host, port=80, *, proxy=None):
        self.host = host
        self.port = port
        self.proxy = proxy

    def get(self, path, timeout=60):
        """Fetch a path."""
        return (path, timeout)

    def post(self, path, body, headers):
        return (path, body, headers)

    def stream(self, path, size):
        yield path[:size]

    def fetch_all(self, paths: list[str]) -> str | None:
        return paths[0]

    def put(self, path, payload):
        return (path, payload)

    def parse(self, url):
        return url.split("/")

    def close(self):
        """Close the connection."""
        if self.host is not None:
            self.host = None

    def _secret(self, a, b):
        return a + b


class Session:
    def __init__(self, client):
        self.client = client

    def begin(self, name):
        return name

    def commit(self, message: bytes) -> None:
        print(message)


def connect(host, user, port, secure=True):
    """Open a connection."""
    return Client(host, port)


def resolve(host, family):
    return (host, family)


def ping(host):
    warnings.warn("ping is deprecated", DeprecationWarning, stacklevel=2)
    return host


def wait_ready(client):
    return client


def trace(client, level=1):
    """Log what is sent."""
    return (client, level)
