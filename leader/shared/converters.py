"""What an address may hold of our own: a number, and for the reader the name behind it."""


class NumberedConverter:
    """A key and, for the reader, a name: ``12-oenologie-d-ete``.

    The key alone decides, so the address outlives a change of name; a view redirects to the name of today.
    """

    regex = r"[1-9][0-9]{0,17}(?:-[a-z0-9-]{0,80})?"  # eighteen digits fit in a bigint

    def to_python(self, value: str) -> int:
        """Return the key."""
        return int(value.partition("-")[0])

    def to_url(self, value: int | str) -> str:
        """Return the address of a key, or of what ``numbered`` gives."""
        return str(value)
