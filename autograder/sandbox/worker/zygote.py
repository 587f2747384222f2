"""The warm process: imports what every notebook needs, drops every privilege, and forks one keeper per submission.

No student's code ever runs here.
"""

from __future__ import annotations

import contextlib
import gc
import glob
import os
import shutil
import signal
import socket
import sys
from typing import Any

NOBODY = 65534
DONE = "done"


def main(profile: str, mode: str, descriptor: int) -> None:
    """Serve the trusted side on ``descriptor``. ``mode``: boxed (in bubblewrap), single (one room only) or bare."""
    os.closerange(3, descriptor)
    os.closerange(descriptor + 1, 1 << 20)
    if mode != "bare":
        give_up_root()
    from ..protocol import Broken, Ready, encode
    from . import linux

    control = socket.socket(fileno=descriptor)
    os.set_inheritable(descriptor, False)
    try:
        gc.disable()  # what is imported stays: looking through it again and again frees nothing
        place_font_list()
        notebook = warm_up(profile)
        if mode == "single":
            empty(os.environ["HOME"])
        calls = try_layers() if mode != "bare" else None
        nested, why_not = probe() if mode == "boxed" else (False, f"mode {mode}")
    except linux.MissingLayer as error:
        control.send(encode(Broken(str(error))))
        return
    except Exception as error:
        control.send(encode(Broken(f"{type(error).__name__}: {error}")))
        raise
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    gc.collect()
    gc.freeze()
    gc.enable()
    linux.use_huge_pages()
    control.send(encode(Ready(nested, why_not, versions())))
    receive_orders(control, notebook, nested, calls)
    os._exit(0)


def give_up_root() -> None:
    """Become an ordinary user: the kernel's limit on processes does not hold for root."""
    from . import linux

    if os.geteuid() == 0 and mapped_users() > NOBODY:
        # bubblewrap covers parts of its own /proc, and who cannot see all of one may not mount another.
        linux.mount("proc", "/proc", linux.MS_NOSUID | linux.MS_NODEV | linux.MS_NOEXEC)
        linux.drop_bounding_set()
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        # A user of its own where numbers are plenty: the kernel counts processes per user, over all sandboxes.
        user = (1 << 20) + int.from_bytes(os.urandom(3), "big") if mapped_users() > 1 << 25 else NOBODY
        os.setresuid(user, user, user)
        # Changing the user hides /proc/self from its owner; the keeper must write its user map there.
        linux.prctl(linux.PR_SET_DUMPABLE, 1)


def mapped_users() -> int:
    """How many user numbers exist in the user namespace of this process."""
    try:
        with open("/proc/self/uid_map") as file:
            return max(int(line.split()[0]) + int(line.split()[2]) for line in file)
    except FileNotFoundError:
        return 1 << 32  # no /proc yet: bubblewrap was started by root and left it to us


def place_font_list() -> None:
    """Put matplotlib's list of fonts, where there is one ready, where it looks for it."""
    from ..bubblewrap import ROOM

    for path in glob.glob(f"{ROOM}/fontlist-*.json"):
        folder = os.path.join(os.environ["HOME"], ".cache", "matplotlib")
        os.makedirs(folder, exist_ok=True)
        shutil.copy(path, folder)


def warm_up(profile: str) -> Any:
    """Import everything that notebooks use, and make the notebook that every room starts from.

    NumPy puts some of its own modules off until they are used; every check would load them anew.
    """
    import matplotlib.pyplot  # noqa: F401
    import numpy.fft
    import numpy.ma
    import numpy.random  # noqa: F401
    import scipy  # noqa: F401

    import forwardpass.probe_files

    from . import student  # noqa: F401
    from .kernel import Notebook

    notebook = Notebook()
    for name in forwardpass.probe_files.names():
        forwardpass.probe_files.load(name)
    import matplotlib_inline.backend_inline  # noqa: F401

    notebook.rehearse()
    if profile == "keras":
        import keras  # noqa: F401
    else:
        from ..stand_ins import install

        install()
    return notebook


def empty(folder: str) -> None:
    """Remove what the libraries wrote into ``folder`` while they were imported."""
    for entry in os.scandir(folder):
        shutil.rmtree(entry.path)


def probe() -> tuple[bool, str]:
    """Whether a room can have namespaces of its own: tried, not guessed."""
    from ..limits import Limits
    from . import keeper

    child = os.fork()
    if child == 0:
        code = 1
        with contextlib.suppress(OSError):
            keeper.enter_namespaces()
            inner = os.fork()
            if inner == 0:
                try:
                    keeper.furnish(Limits())
                    os._exit(0)
                finally:
                    os._exit(1)
            code = os.waitstatus_to_exitcode(os.waitpid(inner, 0)[1])
        os._exit(code)
    works = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    return works, "" if works else "nested namespaces are refused"


def try_layers() -> Any:
    """The filter of system calls, after a child has shown that it can give up everything that a student must.

    Raises ``MissingLayer``.
    """
    from .linux import MissingLayer

    try:
        from . import confine
    except (RuntimeError, OSError) as error:
        raise MissingLayer(f"seccomp: libseccomp cannot be loaded ({error}): apt-get install libseccomp2") from None
    calls = confine.system_calls()
    answer, ours = os.pipe()
    child = os.fork()
    if child == 0:
        said = "the trial of Landlock and seccomp ended early"
        try:
            confine.confine(calls, os.environ["HOME"])
            said = DONE
        except MissingLayer as error:
            said = str(error)
        finally:
            os.write(ours, said.encode())
            os._exit(0)
    os.close(ours)
    with open(answer) as file:
        said = file.read()
    os.waitpid(child, 0)
    if said != DONE:
        raise MissingLayer(said or "the trial of Landlock and seccomp says nothing")
    # The names of Landlock's rights are worked out at first use, in milliseconds that every room would pay anew.
    confine.paths(os.environ["HOME"]).close()
    return calls


def versions() -> dict[str, str]:
    """Versions of what is loaded."""
    names = ("numpy", "scipy", "matplotlib", "IPython", "ipykernel", "keras", "tensorflow")
    found = {name: str(getattr(sys.modules[name], "__version__", "")) for name in names if name in sys.modules}
    return {"python": sys.version.split()[0], **found}


def receive_orders(control: socket.socket, notebook: Any, nested: bool, calls: Any) -> None:
    """Fork a keeper for every order, until the trusted side hangs up."""
    from ..protocol import Channel, Open, decode
    from .keeper import keep
    from .student import serve

    while True:
        order, ends, _, _ = socket.recv_fds(control, 65_536, 2)
        if not order:
            return
        message, _ = decode(order)
        assert isinstance(message, Open)
        if os.fork() == 0:
            control.close()
            channel, lifeline = (socket.socket(fileno=end) for end in ends)
            keep(
                channel,
                lifeline,
                message.limits,
                lambda end: serve(notebook, Channel(end), alone=nested),
                nested=nested,
                calls=calls,
            )
        for end in ends:
            os.close(end)
