"""JupyterLab servers and the `nbgrader` command line, each with a home of its own and no way to the network."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import psutil

START_SECONDS = 300.0
STOP_SECONDS = 30.0

LAB_CONFIG = """\
c = get_config()  # noqa: F821
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.LabApp.extension_manager = "readonly"
c.LabApp.expose_app_in_browser = True
"""

# Without this JupyterLab asks, in a notification over the page, whether it may fetch news.
NOTIFICATION_SETTINGS = '{"fetchNews": "false", "checkForUpdates": false}\n'


@dataclass(frozen=True)
class Person:
    """Somebody with a home folder and nbgrader's personal configuration: a student or an instructor."""

    home: Path
    nbgrader_config: str

    @property
    def config_dir(self) -> Path:
        """Where Jupyter and nbgrader look for this person's configuration."""
        return self.home / ".jupyter"

    def move_in(self) -> None:
        """Write the home folder's configuration."""
        settings = self.config_dir / "lab/user-settings/@jupyterlab/apputils-extension"
        settings.mkdir(parents=True)
        (settings / "notification.jupyterlab-settings").write_text(NOTIFICATION_SETTINGS)
        (self.config_dir / "jupyter_lab_config.py").write_text(LAB_CONFIG)
        (self.config_dir / "nbgrader_config.py").write_text(f"c = get_config()  # noqa: F821\n{self.nbgrader_config}")

    def environment(self) -> dict[str, str]:
        """The environment of this person's processes: nothing of the caller's but the way to the programs."""
        return {
            "HOME": str(self.home),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            "LANG": "C.UTF-8",
            "JUPYTER_CONFIG_DIR": str(self.config_dir),
            "JUPYTER_DATA_DIR": str(self.home / "data"),
            "JUPYTER_RUNTIME_DIR": str(self.home / "runtime"),
            "IPYTHONDIR": str(self.home / "ipython"),
            "MPLCONFIGDIR": str(self.home / "matplotlib"),
        }

    def nbgrader(self, *arguments: str, cwd: Path) -> str:
        """Run the real `nbgrader` command line and return what it printed; fails with the log if it fails."""
        run = subprocess.run(
            [sys.executable, "-m", "nbgrader", *arguments],
            cwd=cwd,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
            check=False,
        )
        assert run.returncode == 0, f"nbgrader {' '.join(arguments)} exited with {run.returncode}:\n{run.stdout}"
        return run.stdout


class LabServer:
    """`jupyter lab` in one folder for one person, on a free loopback port and behind a token.

    A context manager: on leaving, the server and every kernel it started have ended.
    """

    def __init__(self, person: Person, folder: Path, log: Path) -> None:
        self.person = person
        self.folder = folder
        self.log = log
        self.token = secrets.token_hex(16)
        self.port = _free_port()

    @property
    def url(self) -> str:
        """Address of the server, with a slash at the end."""
        return f"http://127.0.0.1:{self.port}/"

    @property
    def lab_url(self) -> str:
        """What a person opens in the browser: JupyterLab, with the token that lets them in."""
        return f"{self.url}lab?token={self.token}"

    def command(self) -> list[str]:
        """The command line; `--allow-root` only where it is needed."""
        options = ["--no-browser", "--ip=127.0.0.1", f"--port={self.port}", "--ServerApp.port_retries=0"]
        if os.geteuid() == 0:
            options.append("--allow-root")
        return [sys.executable, "-m", "jupyterlab", *options, f"--IdentityProvider.token={self.token}"]

    def __enter__(self) -> LabServer:
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                self.command(),
                cwd=self.folder,
                env=self.person.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            self._wait_until_it_answers()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """End the server, which shuts its kernels down, then whatever of its children is left."""
        server = psutil.Process(self.process.pid) if self.process.poll() is None else None
        children = server.children(recursive=True) if server else []
        if server:
            self.process.terminate()
        try:
            self.process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        _, left = psutil.wait_procs(children, timeout=5)
        for child in left:
            with suppress(psutil.NoSuchProcess):
                child.kill()
        psutil.wait_procs(left, timeout=5)

    def _wait_until_it_answers(self) -> None:
        request = urllib.request.Request(f"{self.url}api/status", headers={"Authorization": f"token {self.token}"})
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"jupyter lab ended with {self.process.returncode}:\n{self.log.read_text()}")
            try:
                with urllib.request.urlopen(request, timeout=5) as answer:
                    assert answer.status == 200
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        raise RuntimeError(f"jupyter lab did not answer within {START_SECONDS:.0f} s:\n{self.log.read_text()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
