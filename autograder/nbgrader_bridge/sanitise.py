"""Make what a student wrote safe to show, in Formgrader, in JupyterLab and on the feedback page alike.

HTML goes through nh3 with a short allow-list. Markdown does not: every renderer reads it a little differently, and a
filter that parses it its own way can be talked past. Instead ``clean_markdown`` puts a space behind each character
sequence from which any renderer could start raw HTML, an entity, a link, an image or a dangerous TeX command. That
takes its power away in all of them, and a person still reads what was written.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Mapping
from typing import Any

import nh3

MAX_TEXT = 100_000
MAX_MARKDOWN = 20_000  # renderers need quadratic time for some texts; this bounds it to a second or so
MAX_IMAGE = 8 * 2**20
MAX_TREE = 1_000_000  # nodes that an HTML parser may make of one output

TAGS = {
    "b", "blockquote", "br", "caption", "code", "dd", "del", "details", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4",
    "h5", "h6", "hr", "i", "ins", "kbd", "li", "ol", "p", "pre", "s", "samp", "small", "span", "strong", "sub",
    "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", "var", "a",
}  # fmt: skip
ATTRIBUTES = {"*": {"style", "title"}, "a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
STYLES = {"background-color", "border", "border-collapse", "color", "font-weight", "padding", "text-align"}
IMAGES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}

# What MathJax offers beyond typesetting: links, requests, attributes, styles, actions, and names put together.
TEX = (
    "action|bbox|class|csname|cssId|data|enclose|href|html[a-zA-Z]*|img|includegraphics|mathtip|mmlToken|require|style|"
    "texttip|toggle|url"
)
_FORMATTING = re.compile(r"<(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)\b", re.IGNORECASE)
_TEX = re.compile(rf"\\(?={TEX})")
_HTML = re.compile(r"[<&](?=[a-zA-Z/!?#])")
_LINK = re.compile(r"\](?=\((?!https?://|\#|attachment:)|:(?!\s*https?://))")
_IMAGE = re.compile(r"!(?=\[)(?!\[[^\[\]]*\]\(attachment:([\w.-]+)\))")
_SHOWN_ATTACHMENT = re.compile(r"\]\(attachment:([^)]*)\)")
_NAME = re.compile(r"[\w.-]{1,100}\Z")
_ESCAPE = re.compile(r"\x1b\[[0-9;]{0,32}m|\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.)?", re.DOTALL)
_BLANKS = re.compile(r"([ \t]{100})[ \t]+")
_OPENED = re.compile(r"\\(?=[(\[])")  # renderers look for the end of each to the end of the text
MOST_OPENED = 400
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def clean_text(value: Any, most: int = MAX_TEXT) -> str:
    """Plain text: colours stay, every other terminal sequence, control or direction mark goes."""
    text = "".join(map(str, value)) if isinstance(value, list) else str(value)
    if len(text) > most:
        text = text[:most] + f"\n... {len(text) - most:,} more characters left out ..."
    text = _ESCAPE.sub(lambda match: match[0] if match[0].endswith("m") and match[0][1:2] == "[" else "", text)
    return _CONTROL.sub("\ufffd", text)


def clean_html(value: Any) -> str:
    """HTML with harmless tags only, out of MathJax's reach."""
    text = clean_text(value)
    # An HTML parser opens every unclosed formatting element again in every block: the tree grows with the product.
    if len(_FORMATTING.findall(text)) * text.count("<") > MAX_TREE:
        return f"<pre>{html.escape(text[:2_000])}</pre>"
    cleaned = nh3.clean(
        text,
        tags=TAGS,
        attributes=ATTRIBUTES,
        filter_style_properties=STYLES,
        url_schemes={"http", "https"},
        url_relative="deny",
    )
    return f'<div class="tex2jax_ignore">{tame_tex(cleaned)}</div>'


def tame_tex(text: str) -> str:
    """Text in which no TeX command does more than typeset."""
    return _TEX.sub(r"\\ ", text)


def clean_markdown(value: Any, attachments: Mapping[str, Any] | None = None) -> str:
    """Markdown that no renderer turns into script, a request or a page of its own. Formulas keep working."""
    kept = attachments or {}
    text = _BLANKS.sub(r"\1", clean_text(value, MAX_MARKDOWN).replace("\x1b", "\ufffd"))
    if len(_OPENED.findall(text)) > MOST_OPENED:
        text = _OPENED.sub(r"\\ ", text)
    text = _HTML.sub(lambda match: match[0] + " ", text)
    text = _SHOWN_ATTACHMENT.sub(lambda match: match[0] if match[1] in kept else "] (attachment)", text)
    text = _IMAGE.sub("! ", text)
    text = _LINK.sub("] ", text)
    return tame_tex(text)


def clean_attachments(attachments: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Keep the pictures pasted into a cell: PNG and JPEG under plain names."""
    kept = {}
    for name, bundle in attachments.items():
        if isinstance(bundle, Mapping) and _NAME.match(name):
            pictures = {mime: clean_image(bundle.get(mime), mime) for mime in IMAGES}
            shown = {mime: data for mime, data in pictures.items() if data}
            if shown:
                kept[name] = shown
    return kept


def clean_image(value: Any, mime: str) -> str:
    """Base64 of a picture that begins as its type does, or the empty string."""
    text = "".join(value) if isinstance(value, list) and all(isinstance(part, str) for part in value) else value
    if not isinstance(text, str) or len(text) > MAX_IMAGE:
        return ""
    try:
        data = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return ""
    return base64.b64encode(data).decode("ascii") if data.startswith(IMAGES[mime]) else ""


def clean_output(output: Mapping[str, Any]) -> dict[str, Any] | None:
    """One output of a cell in nbformat's structure with safe content, or None where nothing can be shown."""
    kind = output.get("output_type")
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return {"output_type": "stream", "name": name, "text": clean_text(output.get("text", ""))}
    if kind == "error":
        lines = output.get("traceback")
        return {
            "output_type": "error",
            "ename": clean_text(output.get("ename", ""), 200),
            "evalue": clean_text(output.get("evalue", ""), 2_000),
            "traceback": [clean_text(line, 5_000) for line in lines[:200]] if isinstance(lines, list) else [],
        }
    data = output.get("data")
    if kind not in ("display_data", "execute_result") or not isinstance(data, Mapping):
        return None
    made: dict[str, Any] = {"output_type": kind, "data": _clean_bundle(data), "metadata": {}}
    if kind == "execute_result":
        count = output.get("execution_count")
        made["execution_count"] = count if isinstance(count, int) else None
    return made if made["data"] else None


def _clean_bundle(data: Mapping[str, Any]) -> dict[str, str]:
    """Text, cleaned HTML and pictures. Everything else is shown as the text that came with it."""
    kept = {mime: picture for mime in IMAGES if (picture := clean_image(data.get(mime), mime))}
    if "text/html" in data:
        kept["text/html"] = clean_html(data["text/html"])
    plain = next((data[mime] for mime in ("text/plain", "text/markdown", "text/latex") if mime in data), None)
    if plain is not None:
        kept["text/plain"] = clean_text(plain)
    elif not kept and data:
        kept["text/plain"] = "(an output of a kind that is not shown)"
    return kept
