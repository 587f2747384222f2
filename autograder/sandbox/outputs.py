"""Outputs of cells as they arrive from a room: JSON of nbformat's four kinds of output, checked field by field."""

from __future__ import annotations

from typing import Any

import msgspec

from .protocol import ProtocolError

Output = dict[str, Any]


class Stream(msgspec.Struct, tag_field="output_type", tag="stream", forbid_unknown_fields=True):
    """Printed text."""

    name: str
    text: str


class DisplayData(msgspec.Struct, tag_field="output_type", tag="display_data", forbid_unknown_fields=True):
    """Something shown."""

    data: dict[str, Any]
    metadata: dict[str, Any]


class ExecuteResult(msgspec.Struct, tag_field="output_type", tag="execute_result", forbid_unknown_fields=True):
    """The value of a cell."""

    data: dict[str, Any]
    metadata: dict[str, Any]
    execution_count: int | None


class Error(msgspec.Struct, tag_field="output_type", tag="error", forbid_unknown_fields=True):
    """An exception."""

    ename: str
    evalue: str
    traceback: list[str]


_decoder = msgspec.json.Decoder(list[Stream | DisplayData | ExecuteResult | Error])


def read_outputs(raw: bytes, output_bytes: int) -> list[Output]:
    """Outputs as nbformat wants them. Raises ``ProtocolError`` on anything else."""
    # Text within the limit can be six times as long in JSON, and one exception may come on top.
    if len(raw) > 6 * output_bytes + 100_000:
        raise ProtocolError("more output than a room may report")
    try:
        found: list[Output] = msgspec.to_builtins(_decoder.decode(raw))
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise ProtocolError(f"not outputs: {type(error).__name__}") from None
    for output in found:
        if output["output_type"] == "stream" and output["name"] not in ("stdout", "stderr"):
            raise ProtocolError("neither stdout nor stderr")
    return found
