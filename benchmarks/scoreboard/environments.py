"""A virtual environment for each peer, outside the project's own, made from its list of pinned packages."""

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

from benchmarks.scoreboard.process import ROOT, PeerFailed

LISTS = Path(__file__).parent
OURS = "dzherelo"


def ensure_python(name: str, work: Path) -> Path:
    """The Python of the peer's environment, made now if its list changed; PeerFailed with the installer's last line.

    Lists are complete, so packages are installed without asking for more; ours is the environment that runs this.
    """
    if name == OURS:
        return Path(sys.executable)
    listed = LISTS / f"{name}.txt"
    folder = work / f"env-{name}"
    python, made = folder / "bin" / "python", folder / ".made-from"
    wanted = hashlib.sha256(listed.read_bytes()).hexdigest()
    if not made.is_file() or made.read_text() != wanted:
        venv.create(folder, clear=True, with_pip=True)
        install = [python, "-m", "pip", "--disable-pip-version-check", "install", "--no-deps", "-r", listed]
        done = subprocess.run(list(map(str, install)), cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            raise PeerFailed((done.stderr.strip().splitlines() or ["pip failed"])[-1])
        made.write_text(wanted)
    return python
