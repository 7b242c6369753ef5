concat = "".join  # type: ignore
# What it is.
OTHER = 3  # pylint: disable=invalid-name
THIRD = 4  # The third.  # noqa: E501


class A:
    # Above it.
    # fmt: off
    b: int = 3  # nosec
    c: int = 4  # how many


# fmt: off
def f(): pass


# pragma: no cover
LIMIT = 3
