"""Runs cells with the shell of JupyterLab's kernel, without the kernel: no sockets and no threads."""

from __future__ import annotations

import asyncio
import builtins
import getpass
import logging
import os
import sys
import time
from types import MethodType, SimpleNamespace
from typing import Any

from ipykernel.compiler import XCachingCompiler
from ipykernel.kernelapp import IPKernelApp
from ipykernel.kernelbase import Kernel
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.async_helpers import _asyncio_runner
from traitlets.config import Config

from ..protocol import CellDone
from .faults import limit_of, told
from .outputs import Outputs, Printed, to_json


class Notebook:
    """One namespace in which cells run; made in the warm process, used in the room."""

    def __init__(self) -> None:
        config = Config({"HistoryManager": {"hist_file": ":memory:"}})
        self.outputs = Outputs()
        app = IPKernelApp.instance(config=config)
        app.kernel = kernel_stub(app.log)
        self.shell = ZMQInteractiveShell.instance(
            parent=app, kernel=app.kernel, user_ns={}, compiler_class=XCachingCompiler
        )
        app.shell = app.kernel.shell = self.shell
        self.shell.configurables.append(app)
        self.kernel = app.kernel
        for publisher in (self.shell.displayhook, self.shell.display_pub):
            publisher.session = self.outputs
        self.shell.displayhook.topic = b"execute_result"
        self.loop: asyncio.AbstractEventLoop | None = None

    def rehearse(self) -> None:
        """Do what the shell and its formatters put off until their first use: every room would have to do it anew."""
        self.shell.run_cell("0", store_history=False, silent=True)
        self.shell.display_formatter.format(0)
        _ = self.shell.logger  # made when it is first asked for

    def move_in(self) -> None:
        """Take over the streams of this process. Called once, in the room, before the first cell."""
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, 0)
        self.streams = [
            Printed("stdout", self.outputs, 1, nowhere),
            Printed("stderr", self.outputs, 2, nowhere),
        ]
        sys.stdout, sys.stderr = self.streams
        search_working_folder()
        self.loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self.loop)

    @property
    def names(self) -> dict[str, Any]:
        """The variables of the notebook."""
        found: dict[str, Any] = self.shell.user_ns
        return found

    def run(self, source: str, output_bytes: int) -> CellDone:
        """Run one cell and collect what it puts out."""
        assert self.loop is not None
        self.outputs.begin(output_bytes)
        started = time.monotonic()
        count = self.shell.execution_count
        error = self.loop.run_until_complete(self.execute(source)) if source.strip() else None
        self.flush()
        name, text, trace = told(error) if error is not None else ("", "", "")
        return CellDone(
            outputs=to_json(self.outputs.cells[-1]),
            execution_count=count if source.strip() else None,
            seconds=time.monotonic() - started,
            limit="output" if self.outputs.over else limit_of(error),
            raised=name,
            text=text,
            traceback=trace,
            earlier={index: to_json(self.outputs.cells[index]) for index in self.outputs.changed},
        )

    async def execute(self, source: str) -> BaseException | None:
        """Run a cell as ipykernel's ``do_execute`` does: in a running loop, async only where the cell asks for it."""
        shell = self.shell
        saved, builtins.input = builtins.input, MethodType(Kernel.raw_input, self.kernel)
        saved_getpass, getpass.getpass = getpass.getpass, MethodType(Kernel.getpass, self.kernel)
        try:
            # Looking for a wait in every cell would translate every cell twice.
            waits = shell.loop_runner is _asyncio_runner and ("await" in source or "async" in source)
            if waits and shell.should_run_async(source, **(options := self.transformed(source))):
                result = None
                try:
                    result = await asyncio.ensure_future(
                        shell.run_cell_async(source, store_history=True, silent=False, **options)
                    )
                finally:
                    shell.events.trigger("post_execute")
                    shell.events.trigger("post_run_cell", result)
            else:
                result = shell.run_cell(source, store_history=True, silent=False)
        except BaseException as error:
            return error
        finally:
            builtins.input, getpass.getpass = saved, saved_getpass
            shell.payload_manager.clear_payload()
        found: BaseException | None = result.error_before_exec or result.error_in_exec
        return found

    def transformed(self, source: str) -> dict[str, Any]:
        """A cell with its magics translated, or why it cannot be; ``run_cell`` does this itself."""
        try:
            return {"transformed_cell": self.shell.transform_cell(source), "preprocessing_exc_tuple": None}
        except Exception:
            return {"transformed_cell": source, "preprocessing_exc_tuple": sys.exc_info()}

    def flush(self) -> None:
        """Flush the streams of this room, and those that a cell may have put in their place."""
        for stream in (sys.stdout, sys.stderr):
            if stream not in self.streams:
                try:
                    stream.flush()
                except Exception:
                    logging.getLogger(__name__).debug("a stream of the student's cannot be flushed")
        for printed in self.streams:
            printed.flush()


def kernel_stub(log: logging.Logger) -> SimpleNamespace:
    """The little of a kernel that shell and magics ask for."""
    return SimpleNamespace(eventloop=None, _allow_stdin=False, shell=None, log=log)


def search_working_folder() -> None:
    """Let cells import modules that they wrote into the working folder, from the place ipykernel gives it."""
    packages = [os.path.basename(path) in ("site-packages", "dist-packages") for path in sys.path]
    sys.path.insert(packages.index(True) if True in packages else 0, "")
