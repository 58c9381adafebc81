"""Make the environment ready: .venv from a hashed lock, and once an .env. Needs nothing but Python.

    tools/python tools/prepare.py run|test

The packages are installed only when the lock has changed since the last time.
"""

import fcntl
import hashlib
import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed-locks"  # one line for each lock that .venv was made from: its name and its hash
INCLUDED = {"run": ["run"], "test": ["run", "test"]}  # the lock for the tests holds all that the site needs


def main(purpose: str) -> None:
    """Prepare for ``purpose``: run or test."""
    with (ROOT / ".venv.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # make run and make test may be started together
        if VENV.is_symlink():
            print(".venv is a link: used as it is, nothing is installed.")
        else:
            make_environment()
            install(purpose)
    if purpose == "run":
        write_env()


def make_environment() -> None:
    """Create .venv; again if its Python is gone or is not one of ours any more."""
    if PYTHON.exists() and works(PYTHON):
        return
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        sys.exit(f"This Python has no venv. On Debian or Ubuntu: apt-get install python{version}-venv")
    print(f"Creating .venv with Python {sys.version.split()[0]}…", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)


def works(python: Path) -> bool:
    """Say whether ``python`` runs, is of a version that we know, and has pip."""
    program = "import pip, sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))"
    return subprocess.run([python, "-c", program], check=False, capture_output=True).returncode == 0


def install(purpose: str) -> None:
    """Install the lock of ``purpose``, unless .venv has it."""
    wanted = [stamp(name) for name in INCLUDED[purpose]]
    present = STAMP.read_text().splitlines() if STAMP.exists() else []
    if all(line in present for line in wanted):
        return
    STAMP.unlink(missing_ok=True)  # an install that is cut short is done again
    lock = ROOT / "requirements" / f"{purpose}.txt"
    total = lock.read_text().count("==")
    print(f"Installing {total} packages into .venv (about a minute, once)…", flush=True)
    run_pip(lock, total)
    STAMP.write_text("\n".join(wanted) + "\n")


def run_pip(lock: Path, total: int) -> None:
    """Run pip, counting its packages aloud; on failure show all that it said."""
    command = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--only-binary", ":all:", "--no-input"]
    command += ["--disable-pip-version-check", "--progress-bar", "off", "-r", str(lock)]
    said = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:
        for line in pip.stdout or []:
            said.append(line)
            if line.startswith("Collecting "):
                tell(sum(text.startswith("Collecting ") for text in said), total, line.split()[1])
            elif line.startswith("Installing collected"):
                print("\n  unpacking…", flush=True)
    if pip.returncode:
        sys.exit("".join(said) + "\nThe packages could not be installed; see above. Run the same command again.")


def tell(count: int, total: int, package: str) -> None:
    """Show the progress: on one line for a person, now and then for a file."""
    if sys.stdout.isatty():
        print(f"\r  {count}/{total} {package.split('==')[0]:<40}", end="", flush=True)
    elif count % 10 == 0:
        print(f"  {count}/{total}", flush=True)


def stamp(name: str) -> str:
    """Return the line that says which lock, which content."""
    content = (ROOT / "requirements" / f"{name}.txt").read_bytes()
    return f"{name} {hashlib.sha256(content).hexdigest()}"


def write_env() -> None:
    """Write .env once, for a demonstration on this machine; an existing one is never touched."""
    path = ROOT / ".env"
    if path.exists() or os.environ.get("SECRET_KEY"):
        return
    lines = ["# Written once by make run; .env.example explains every variable.", "DEBUG=on", "DEMONSTRATION=on"]
    lines.append(f"SECRET_KEY={secrets.token_urlsafe(48)}")
    part = path.with_name(".env.part")
    part.touch(mode=0o600)
    part.write_text("\n".join(lines) + "\n")
    part.rename(path)
    print("Wrote .env for a demonstration on this machine.", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
