"""Script, planted wherever a student can write: each plant is a Markdown cell or an output of a cell.

Every plant says its name on the browser's console when it runs, whichever frame it runs in.
"""

from __future__ import annotations

import base64
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

MARK = "PWNED:"
PNG = base64.b64encode(
    bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000 1f15c4890000000d49444154789c6360606060000000050001"
        "a5f645400000000049454e44ae426082"
    )
).decode()
# {} stands for the script, which has no space and no double quote.
MARKDOWN = {
    "md-script": "<script>{}</script>",
    "md-image-error": '<img src=x onerror="{}">',
    "md-image-entity": "<img src=x onerror=\"&#99;onsole.log('MARK')\">",
    "md-svg-load": '<svg onload="{}"></svg>',
    "md-svg-script": "<svg><script>{}</script></svg>",
    "md-svg-animate": '<svg><animate onbegin="{}" attributeName=x dur=1s></svg>',
    "md-frame-srcdoc": '<iframe srcdoc="<script>{}</script>"></iframe>',
    "md-frame-javascript": '<iframe src="javascript:{}"></iframe>',
    "md-frame-data": '<iframe src="data:text/html,<script>{}</script>"></iframe>',
    "md-object-data": '<object data="data:text/html,<script>{}</script>"></object>',
    "md-embed-data": '<embed src="data:text/html,<script>{}</script>">',
    "md-details-toggle": '<details open ontoggle="{}">x</details>',
    "md-video-error": '<video><source onerror="{}" src=x></video>',
    "md-audio-error": '<audio src=x onerror="{}"></audio>',
    "md-body-load": '<body onload="{}">',
    "md-focus": '<input autofocus onfocus="{}">',
    "md-style-animation": "<style>@keyframes k{{}}</style><b style='animation:k 1s' onanimationstart=\"{}\">x</b>",
    "md-stylesheet-error": '<link rel=stylesheet href=x onerror="{}">',
    "md-math-breakout": '<math><mtext><table><mglyph><style><!--</style><img src=x onerror="{}">',
    "md-comment-breakout": '<!--><img src=x onerror="{}">-->',
    "md-link": '<a href="javascript:{}">x</a>',
    "md-link-entity": '<a href="&#106;avascript:{}">x</a>',
    "md-link-markdown": "[x](javascript:{})",
    "md-link-reference": "[x][y]\n\n[y]: javascript:{}",
    "md-link-tab": '<a href="java&Tab;script:{}">x</a>',
    "md-svg-link": '<svg><a xlink:href="javascript:{}"><text>x</text></a></svg>',
    "md-form": '<form action="javascript:{}"><button>x</button></form>',
    "md-autolink": "<javascript:{}>",
    "md-in-table": '| a |\n|---|\n| <img src=x onerror="{}"> |',
    "md-in-heading": '# <img src=x onerror="{}">',
    "md-in-code-fence": "```html\n</code></pre><script>{}</script>\n```",
    "md-mathjax-href": "$\\href{{javascript:{}}}{{x}}$",
    "md-math-breaks-out": '$x</script><img src=x onerror="{}">$',
}
OUTPUTS: dict[str, dict[str, Any]] = {
    "out-html-script": {"text/html": "<script>{}</script>"},
    "out-html-image": {"text/html": "<img src=x onerror={}>"},
    "out-html-frame": {"text/html": '<iframe srcdoc="<script>{}</script>"></iframe>'},
    "out-html-link": {"text/html": '<a href="javascript:{}">x</a>'},
    "out-html-mutation": {"text/html": '<noscript><p title="</noscript><img src=x onerror={}>">'},
    "out-javascript": {"application/javascript": "{}"},
    "out-svg-script": {"image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg' onload={}></svg>"},
    "out-markdown": {"text/markdown": '<img src=x onerror="{}">'},
    "out-latex": {"text/latex": "$$</script><img src=x onerror={}>$$"},
    "out-plain": {"text/plain": "<img src=x onerror={}>"},
    "out-picture-type": {"image/png": '"><img src=x onerror={}>'},
}


def script(name: str) -> str:
    """What a plant runs."""
    return f"console.log('{MARK}{name}')"


def markdown(name: str) -> NotebookNode:
    """A Markdown cell with a plant."""
    return new_markdown_cell(MARKDOWN[name].format(script(name)).replace("MARK", MARK + name))


def outputs() -> dict[str, NotebookNode]:
    """All outputs with a plant, by name."""
    made = {
        name: new_output("display_data", {mime: text.replace("{}", script(name)) for mime, text in bundle.items()})
        for name, bundle in OUTPUTS.items()
    }
    html = {"text/html": f"<script>{script('out-isolated')}</script>"}
    made["out-isolated"] = new_output("display_data", html, metadata={"text/html": {"isolated": True}})
    size = {"image/png": {"width": f"1 onload={script('out-picture-width')}"}}
    made["out-picture-width"] = new_output("display_data", {"image/png": PNG}, metadata=size)
    image = f"<img src=x onerror={script('out-error')}>"
    made["out-error"] = new_output("error", ename=image, evalue=image, traceback=[f"\x1b[31m{image}\x1b[0m"])
    made["out-stream"] = new_output("stream", name="stderr", text=f"<img src=x onerror={script('out-stream')}>")
    return made


def others() -> dict[str, NotebookNode]:
    """Cells that carry a plant in none of these places."""
    end = "</script></pre><script>{}</script>"
    raw = new_raw_cell(end.format(script("raw-html")), metadata={"raw_mimetype": "text/html"})
    code = new_code_cell(f"# {end.format(script('code-source'))}\n'''{end.format(script('code-source'))}'''")
    tag = new_code_cell("1", metadata={"tags": [f'"><script>{script("cell-tag")}</script>']})
    return {"raw-html": raw, "code-source": code, "cell-tag": tag}


def pages() -> dict[str, NotebookNode]:
    """A notebook for each plant alone."""
    cells = {name: [markdown(name)] for name in MARKDOWN}
    cells |= {name: [new_code_cell("1", outputs=[output])] for name, output in outputs().items()}
    cells |= {name: [cell] for name, cell in others().items()}
    return {name: new_notebook(cells=found) for name, found in cells.items()}
