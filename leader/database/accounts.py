"""Who runs the server when we are root, which PostgreSQL refuses to be."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Account:
    """A user of the machine, by numbers, as subprocess.Popen and os.chown want them."""

    uid: int
    gid: int

    @property
    def popen(self) -> dict[str, object]:
        """Return the arguments of Popen that make the child this account; none if it is us already."""
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give ``path`` to this account, if it is not ours by birth."""
        if self.uid != os.geteuid():
            os.chown(path, self.uid, self.gid)


def account_for(project: Path) -> Account:
    """Return who shall run the server: ourselves, or for root the owner of ``project``, else ``nobody``."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    owner = project.stat()
    if owner.st_uid != 0 and _is_known(owner.st_uid):
        return Account(owner.st_uid, owner.st_gid)
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid)


def _is_known(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:  # initdb refuses a user without a name
        return False
    return True


def open_the_way(path: Path) -> None:
    """Let others pass through the closed parents of ``path``: pass, never list (a 0700 becomes 0701)."""
    for parent in path.resolve().parents:
        mode = stat.S_IMODE(parent.stat().st_mode)
        if not mode & stat.S_IXOTH:
            parent.chmod(mode | stat.S_IXOTH)
