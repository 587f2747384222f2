"""Does a cell put out in the sandbox what it puts out in JupyterLab's own kernel?"""

from __future__ import annotations

import base64
import copy
import io
import re
from typing import Any

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient
from PIL import Image

from autograder.sandbox import Cell, CellRun, Sandbox

CELLS = {
    "value": "1 + 1",
    "printed": "print('one')\nprint('two', end='')\nprint(' three')",
    "stderr": "import sys\nprint('to stderr', file=sys.stderr)\nprint('to stdout')",
    "warning": "import warnings\nwarnings.warn('careful', stacklevel=1)\n'after'",
    "array": "import numpy as np\nnp.arange(12).reshape(3, 4) / 7",
    "nothing": "x = 3",
    "several values": "x\nx + 1;",
    "underscore": "40 + 2\n_",
    "out": "Out[1], In[1]",
    "exception": "def divide(a, b):\n    return a / b\n\ndivide(1, 0)",
    "chained exception": ("try:\n    {}['k']\nexcept KeyError as error:\n    raise ValueError('no k') from error"),
    "syntax error": "def broken(:\n    pass",
    "name error": "undefined_name",
    "assertion": "assert 1 == 2, 'they differ'",
    "system exit": "print('before')\nraise SystemExit(3)",
    "keyboard interrupt": "raise KeyboardInterrupt",
    "input": "input('name? ')",
    "rich": "from IPython.display import HTML, Markdown, Latex, Math, JSON\nHTML('<b>bold</b>')",
    "displayed": "display(Markdown('*a*'), 2)\ndisplay(Latex('$x$'))\nprint('between')\ndisplay(JSON([1, None]))",
    "repr html": "class Table:\n    def _repr_html_(self):\n        return '<table></table>'\n\nTable()",
    "broken repr": "class Bad:\n    def __repr__(self):\n        raise RuntimeError('no repr')\n\nBad()",
    "display id": "handle = display('first', display_id='one')\nhandle.update('second')",
    "updated later": "from IPython.display import update_display\nupdate_display('third', display_id='one')",
    "clear output": "from IPython.display import clear_output\nprint('gone')\nclear_output()\nprint('kept')",
    "clear later": "print('gone')\nclear_output(wait=True)\nprint('kept')\ndisplay('too')",
    "shell command": "!echo from a shell && echo and its stderr >&2",
    "shell value": "lines = !printf 'a\\nb\\n'\nlines",
    "shell status": "!exit 3\n_exit_code",
    "bash cell": "%%bash\nfor i in 1 2; do echo $i; done\necho oops >&2",
    "bash failure": "%%bash\nexit 4",
    # A kernel reads its descriptors in a thread: the pause lets that thread be done before the cell is.
    "subprocess": "import subprocess, time\nsubprocess.run(['echo', 'a child'], check=True)\ntime.sleep(2)",
    "os.system": "import os\ncode = os.system('echo low level')\ntime.sleep(2)\ncode",
    "capture": "%%capture said\nprint('captured')\ndisplay(1)",
    "captured": "said.stdout, len(said.outputs)",
    "time": "%%time\nsum(range(10))",
    "writefile": "%%writefile helper.py\ndef helped():\n    return 'imported'",
    "import": "import helper\nhelper.helped()",
    "pwd": "%cd /tmp\n%pwd",
    "help": "len?",
    "magic error": "%no_such_magic",
    "line magic": "%precision 3\n3.14159",
    "reset precision": "%precision %r",
    "who": "%who_ls int",
    "autoreload": "%load_ext autoreload\n%autoreload 2",
    "await": "import asyncio\nawait asyncio.sleep(0, 'awaited')",
    "running loop": "asyncio.get_running_loop().is_running()",
    "asyncio.run": "try:\n    asyncio.run(None)\nexcept RuntimeError as error:\n    print(error)",
    "async for": (
        "async def count():\n    for i in range(2):\n        yield i\n\n"
        "async for i in count():\n    print(i)\nasync with asyncio.Lock():\n    print('locked')"
    ),
    "await error": "async def fails():\n    raise LookupError('inside')\n\nawait fails()",
    "thread": "import threading\nt = threading.Thread(target=print, args=('from a thread',))\nt.start()\nt.join()",
    "logging": "import logging\nlogging.getLogger('a').warning('logged')",
    "plot": "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 3, 2])\nplt.title('A figure')",
    "figure object": "fig, axes = plt.subplots(1, 2, figsize=(4, 2))\naxes[0].imshow(np.eye(3))\nfig;",
    "show": "plt.figure(figsize=(2, 2))\nplt.bar([1, 2], [3, 4])\nprint('before')\nplt.show()\nprint('after')",
    "svg": "%config InlineBackend.figure_formats = ['svg']\nplt.figure(figsize=(1, 1))\nplt.plot([0, 1])\nplt.close()",
    "rc": "plt.rcParams['figure.figsize'], plt.rcParams['figure.dpi'], plt.get_backend(), plt.isinteractive()",
    "module": "__name__, type(get_ipython()).__name__, __builtins__.__name__",
    "dict order": "{'b': np.float32(1.5), 'a': (np.int64(2), np.nan, np.inf)}",
    "long": "list(range(1200))",
    "recursion": "def deep(n):\n    return deep(n + 1)\ntry:\n    deep(0)\nexcept Exception:\n    print('too deep')",
    "docs": "class Layer:\n    '''A layer.'''\n\nLayer?",
    "exit": "try:\n    exit(1)\nexcept BaseException as error:\n    print(type(error))",
    "print carriage": "for i in range(3):\n    print(f'\\r{i}', end='', flush=True)",
    "unicode": "print('αβγ ∑ 漢字 🙂')",
    "last": "In[1], _i1, len(Out) > 3",
}


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The cells, run by JupyterLab's kernel."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in CELLS.values()])
    with pytest.MonkeyPatch.context() as patch:
        # ipykernel leaves the descriptors alone where it believes that pytest watches them.
        patch.delenv("PYTEST_CURRENT_TEST")
        place = {"metadata": {"path": str(tmp_path_factory.mktemp("notebook"))}}
        NotebookClient(
            notebook,
            timeout=300,
            startup_timeout=300,
            iopub_timeout=60,
            kernel_name="python3",
            allow_errors=True,
            resources=place,
        ).execute()
    return dict(zip(CELLS, notebook.cells, strict=True))


@pytest.fixture(scope="module")
def ours() -> dict[str, CellRun]:
    """The cells, run by the sandbox."""
    with Sandbox("numpy") as sandbox, sandbox.open() as room:
        runs = room.run([Cell(name, source) for name, source in CELLS.items()])
    return dict(zip(CELLS, runs, strict=True))


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_puts_out_the_same(name: str, theirs: dict[str, Any], ours: dict[str, CellRun]) -> None:
    assert ours[name].execution_count == theirs[name].execution_count
    got = [normal(dict(output)) for output in merged(ours[name].outputs)]
    assert got == [normal(dict(output)) for output in merged(theirs[name].outputs)]


def test_every_output_is_valid_nbformat(ours: dict[str, CellRun]) -> None:
    cells = [nbformat.v4.new_code_cell(CELLS[name], outputs=run.outputs) for name, run in ours.items()]
    nbformat.validate(nbformat.from_dict(nbformat.v4.new_notebook(cells=cells)))


def merged(outputs: list[Any]) -> list[dict[str, Any]]:
    """Outputs with neighbouring text of one stream joined, as JupyterLab shows them."""
    found: list[dict[str, Any]] = []
    for output in copy.deepcopy(outputs):
        if (
            found
            and output["output_type"] == "stream" == found[-1]["output_type"]
            and output["name"] == found[-1]["name"]
        ):
            found[-1]["text"] += output["text"]
        else:
            found.append(dict(output))
    return found


def normal(output: dict[str, Any]) -> dict[str, Any]:
    """An output without what must differ: times, process numbers, addresses, and the compression of a picture."""
    if "data" in output:
        output["data"] = {kind: picture(kind, data) for kind, data in output["data"].items()}
    return {key: scrubbed(value) for key, value in output.items()}


def picture(kind: str, data: Any) -> Any:
    """A picture as its pixels."""
    if kind != "image/png":
        return data
    with Image.open(io.BytesIO(base64.b64decode(data))) as image:
        return np.asarray(image.convert("RGBA")).tolist()


def scrubbed(value: Any) -> Any:
    """``value`` with everything replaced that differs from run to run."""
    if isinstance(value, str):
        value = re.sub(r"ipykernel_\d+", "ipykernel_PID", value)
        value = re.sub(r"0x[0-9a-f]{6,}", "0xADDRESS", value)
        value = re.sub(r"\d+(\.\d+)?(e\+\d+)? (ns|μs|µs|us|ms|s)\b", "TIME", value)
        return re.sub(r"(/[^\s\x1b:]*)?/lib/python3", "LIB/python3", value)
    if isinstance(value, dict):
        return {key: scrubbed(item) for key, item in value.items()}
    return [scrubbed(item) for item in value] if isinstance(value, list | tuple) else value
