"""A module of every Python shape."""
from __future__ import annotations

import os.path as p, sys
from .util import (a, b)
from .. import sibling
import typing as t

__all__ = ["Shape", "public_one"]
__all__ += ["MAXIMUM"]

MAXIMUM: int = 3  # most of them
_low = 4
T = t.TypeVar("T")
first, second = 1, 2
Alias: t.TypeAlias = "list[int]"
type Generic[K] = dict[K, int]

if t.TYPE_CHECKING:
    import collections.abc as cabc

try:
    import fast
    HAVE_FAST = True
except ImportError:
    def fast(x): ...


def public_one(x, y=1, *args: int, key, other: str = "( a", **kw) -> None:
    """Does one thing, e.g. this. And no other.

    :param x: what
    """
    if x and y or key:
        for _ in [q for q in args if q]:
            while x:
                pass
    elif y:
        return 1 if x else 2

    def helper(z):
        class Inner:
            pass
        return lambda v: v

    match x:
        case 1:
            pass
        case _:
            pass


async def fetch(
    url: str,  # a comment
    /,
    *,
    timeout: float = 1.0,
    retries: t.Optional[int] = None,
) -> bytes:
    try:
        return b""
    except (OSError, ValueError):
        raise


# Plain comment as doc.
@decorated(1, key="x")
@other.decorator
def wrapped(): pass


def warns():
    """Old.

    .. deprecated:: 2.0
    """


def warns_always(a):
    warnings.warn("no", DeprecationWarning, stacklevel=2)
    return a


def warns_sometimes(a, b=None):
    if b is not None:
        warnings.warn("no b", DeprecationWarning)


def _private(): pass


@dataclass(frozen=True)
class Shape(Base[int], Mixin, metaclass=Meta):
    """What has corners. More."""

    #: how many
    corners: int = 4
    name: str
    tags: list[str] = field(default_factory=list)
    _cache = {}

    def __init__(self, corners, *, name="x"):
        self.corners = corners

    @property
    def area(self) -> float: return 1.0

    @area.setter
    def area(self, value): ...

    @staticmethod
    def unit(size, /): ...

    @classmethod
    def make(cls, *parts): ...

    @abstractmethod
    def draw(self): ...

    @t.overload
    def scale(self, by: int) -> int: ...
    @t.overload
    def scale(self, by: str) -> str: ...
    def scale(self, by): return by

    @deprecated("use area")
    def old(self): ...

    def __eq__(self, other): return True
    def _hidden(self): ...

    class Nested:
        deep = 1


class Color(enum.Enum):
    RED = 1
    GREEN = "g"

    def label(self): return 1


class Generic2[V](Base): ...

double = lambda a, *, by=2: a * by


class Lambdas:
    first = lambda self, x: x
    size = property(lambda self: 1)
