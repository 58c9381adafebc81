"""One process that keeps the web server, the worker and the embedded database running together."""

from leader.launcher.children import Child
from leader.launcher.launcher import Launcher

__all__ = ["Child", "Launcher"]
