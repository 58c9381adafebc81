"""What the engine says when it refuses something that it was given."""


class RefusedError(ValueError):
    """A text, a proof or an archive is refused.

    ``check`` is the id of the check that fails (A1 to J3, section 14), ``reason`` says it in words.
    """

    def __init__(self, check: str, reason: str) -> None:
        super().__init__(check, reason)
        self.check, self.reason = check, reason

    def __str__(self) -> str:
        return f"{self.check}: {self.reason}"
