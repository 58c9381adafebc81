"""Verify one election with our two verifiers and with belenios-tool, in the same run.

    python -m benchmarks.elections [BALLOTS]

Makes an election of BALLOTS voters (1,000): one question, three candidates and the blank vote, weights 1 and 3,
2 trustees of 3 and the server. Each verifier is a process of its own; its processor time, wall time and greatest
memory are told. What runs without gmpy2 gets a tenth of the ballots: it is several times slower.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from elections.crypto.election import Question
from elections.crypto.group import ACCELERATED
from tests.elections.crypto.boxes import Box

QUESTION = Question("Présidence", ("Amélie", "Benoît", "Chloé"), 1, 1, blank=True)
VOTES = [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]
BARE = "import sys; sys.modules['gmpy2'] = None; "
ENGINE = (
    "from pathlib import Path; from elections.crypto.verification import verify_archive; "
    "assert verify_archive(Path(sys.argv[1]).read_bytes(), processes={processes}).result"
)
FILE = "import runpy; runpy.run_path('elections/crypto/verify.py', run_name='__main__')"


def make(ballots: int) -> tuple[bytes, float]:
    """Return an archive and the seconds of processor that one ballot took to be made."""
    box = Box((QUESTION,), [1 + 2 * (i % 2) for i in range(ballots)])
    began = time.process_time()
    texts = [box.ballot(voter, VOTES[voter % 4]) for voter in range(ballots)]
    each = (time.process_time() - began) / ballots
    for text in texts:
        box.add("Ballot", text)
    box.finish()
    return box.content, each


def measure(command: list[str], folder: Path) -> list[str]:
    """Return processor seconds, wall seconds and megabytes of a command that must succeed."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env={**os.environ, "PYTHONPATH": _path()},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{command} failed: {status}")
    wall = time.perf_counter() - began
    return [f"{used.ru_utime + used.ru_stime:.1f}", f"{wall:.1f}", f"{used.ru_maxrss / 1024:.0f}"]


def _path() -> str:
    return os.pathsep.join([str(Path.cwd()), *filter(None, [os.environ.get("PYTHONPATH")])])


def runs(ballots: int, few: int) -> list[tuple[str, int, list[str]]]:
    """Return the verifiers: name, number of ballots, command without the file."""
    python, engine, two = [sys.executable, "-c"], ENGINE.format(processes=1), ENGINE.format(processes=2)
    tool = shutil.which("belenios-tool")
    fast = [
        ("engine, gmpy2", ballots, [*python, "import sys; " + engine]),
        ("engine, gmpy2, two processes", ballots, [*python, "import sys; " + two]),
        ("verify.py, gmpy2", ballots, [sys.executable, str(Path("elections/crypto/verify.py").resolve())]),
    ]
    slow = [
        ("engine, Python alone", few, [*python, BARE + engine]),
        ("verify.py, Python alone", few, [*python, BARE + FILE]),
    ]
    command = [tool, "election", "verify"] if tool else []
    belenios = [("belenios-tool", ballots, command), ("belenios-tool", few, command)] if tool else []
    return [*belenios[:1], *(fast if ACCELERATED else []), *belenios[1:], *slow]


def main() -> None:
    """Print the table."""
    ballots = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    few = max(ballots // 10, 1)
    with tempfile.TemporaryDirectory() as made:
        for number in {ballots, few}:
            folder = Path(made) / str(number)
            folder.mkdir()
            with ProcessPoolExecutor(1) as pool:  # this process stays small: its children begin with its size
                content, each = pool.submit(make, number).result()
            (folder / "e.bel").write_bytes(content)
            print(
                f"{number} ballots: {len(content) / 1e6:.1f} MB; one is made in {each * 1000:.0f} ms", flush=True
            )
        print("| verifier | ballots | processor s | wall s | MB |\n|---|---|---|---|---|", flush=True)
        for name, number, command in runs(ballots, few):
            folder = Path(made) / str(number)
            if name == "belenios-tool":
                told = measure(command, folder)
            else:
                told = measure([*command, str(folder / "e.bel")], Path.cwd())
            print(f"| {name} | {number} | {' | '.join(told)} |", flush=True)


if __name__ == "__main__":
    main()
