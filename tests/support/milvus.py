"""Milvus Lite as a server of its own, the real client's counterpart in tests."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

_POLL_SECONDS = 0.02


class MilvusServer:
    """A process that serves the folder; it can be killed and started again at the same address."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port: int = free.getsockname()[1]
        self.uri = f"http://127.0.0.1:{self._port}"
        self._databases = 0
        self.start()

    def start(self) -> None:
        """Start it, and wait until it listens."""
        program = Path(sys.executable).with_name("milvus-lite")
        command = [str(program), "server", "--data-dir", str(self._folder), "--port", str(self._port)]
        with (self._folder.with_suffix(".log")).open("ab") as log:
            self._process = subprocess.Popen([*command, "--host", "127.0.0.1"], stdout=log, stderr=log)
        for _ in range(600):
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", self._port)) == 0:
                    return
            time.sleep(0.1)
        raise TimeoutError("Milvus Lite did not start")

    def kill(self) -> None:
        """End it as a power cut would."""
        self._process.kill()
        self._process.wait()

    def database(self) -> str:
        """The address of a new database, in which nothing is."""
        from pymilvus import MilvusClient

        self._databases += 1
        client = MilvusClient(self.uri)
        client.create_database(f"own_{self._databases}")
        client.close()
        return f"{self.uri}/own_{self._databases}"


@contextmanager
def impatient_client() -> Iterator[None]:
    """Within the block the client asks at once whether an index is made, and not after half a second."""
    handler = pytest.importorskip("pymilvus.client.grpc_handler", reason="pymilvus is not installed")
    impatient = {**vars(time), "sleep": lambda seconds: time.sleep(min(seconds, _POLL_SECONDS))}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(handler, "time", SimpleNamespace(**impatient))
        yield


def milvus_server(folder: Path) -> MilvusServer:
    """A server for this folder; the test is skipped where Milvus Lite is not installed."""
    pytest.importorskip("pymilvus", reason="pymilvus is not installed")
    if not shutil.which("milvus-lite", path=str(Path(sys.executable).parent)):
        pytest.skip("Milvus Lite is not installed")
    return MilvusServer(folder)
