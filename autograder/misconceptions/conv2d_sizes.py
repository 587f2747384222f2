"""What goes wrong in the size of a map and in the zeros around a picture, along one axis."""

from __future__ import annotations

from autograder.misconceptions.conv2d_parts import HINTS, Entry, Pair, extent, pads_of, size_of


def half_kernel(n: int, k: int, s: int, d: int) -> Pair:
    """Half the filter on each side."""
    return (extent(k, d) // 2,) * 2


def half_size(n: int, k: int, s: int, padding: str, d: int) -> int:
    """Places where half the filter is added on each side."""
    return (n + (2 * (extent(k, d) // 2) if padding == "same" else 0) - extent(k, d)) // s + 1


def no_one(n: int, k: int, s: int, padding: str, d: int) -> int:
    """Places counted without the first one."""
    return -(-n // s) if padding == "same" else (n - extent(k, d)) // s


def long_extent(n: int, k: int, s: int, padding: str, d: int) -> int:
    """Places of a filter taken to reach k * d pixels far."""
    return -(-n // s) if padding == "same" else (n - k * d) // s + 1


def _ceil_valid(n: int, k: int, s: int, padding: str, d: int) -> int:
    return -(-n // s) if padding == "same" else -(-(n - extent(k, d)) // s) + 1


def floor_same(n: int, k: int, s: int, padding: str, d: int) -> int:
    """Same padding rounded down."""
    return n // s if padding == "same" else size_of(n, k, s, padding, d)


def _same_is_n(n: int, k: int, s: int, padding: str, d: int) -> int:
    return n if padding == "same" else size_of(n, k, s, padding, d)


def _true_division(n: int, k: int, s: int, padding: str, d: int) -> float:
    return n / s if padding == "same" else (n - extent(k, d)) / s + 1


def long_pads(n: int, k: int, s: int, d: int) -> Pair:
    """Zeros for a filter taken to reach k * d pixels far."""
    total = max((-(-n // s) - 1) * s + k * d - n, 0)
    return total // 2, total - total // 2


def _unclipped(n: int, k: int, s: int, d: int) -> Pair:
    total = (-(-n // s) - 1) * s + extent(k, d) - n
    return total // 2, total - total // 2


def _extent_ends_early(n: int, k: int, s: int, padding: str, d: int) -> int:
    return -(-n // s) if padding == "same" else (n - (k - 1) * d) // s + 1


def _nearest_valid(n: int, k: int, s: int, padding: str, d: int) -> int:
    return -(-n // s) if padding == "same" else round((n - extent(k, d)) / s) + 1


def _nearest_same(n: int, k: int, s: int, padding: str, d: int) -> int:
    return round(n / s) if padding == "same" else size_of(n, k, s, padding, d)


def _adds_one(n: int, k: int, s: int, padding: str, d: int) -> int:
    return n // s + 1 if padding == "same" else size_of(n, k, s, padding, d)


def _dilation_divides(n: int, k: int, s: int, padding: str, d: int) -> int:
    return -(-n // (s * d)) if padding == "same" else size_of(n, k, s, padding, d)


def _picture_thinned(n: int, k: int, s: int, padding: str, d: int) -> int:
    return -(-n // s) if padding == "same" else (-(-n // d) - k) // s + 1


def _stride_first(n: int, k: int, s: int, padding: str, d: int) -> int:
    return -(-n // s) if padding == "same" else n // s - (k - 1) * d


def _half_kernel_below(n: int, k: int, s: int, padding: str, d: int) -> int:
    return (n + (2 * ((k - 1) // 2) * d if padding == "same" else 0) - extent(k, d)) // s + 1


def _half_kernel_dilated(n: int, k: int, s: int, padding: str, d: int) -> int:
    return (n + (2 * (k // 2) * d if padding == "same" else 0) - extent(k, d)) // s + 1


def _both_rounded_wrong(n: int, k: int, s: int, padding: str, d: int) -> int:
    return n // s if padding == "same" else -(-(n - extent(k, d)) // s) + 1


def _split(total: int) -> Pair:
    return total // 2, total - total // 2


def _one_stride_more(n: int, k: int, s: int, d: int) -> Pair:
    return _split(max(-(-n // s) * s + extent(k, d) - n, 0))


def fewer_windows(n: int, k: int, s: int, d: int) -> Pair:
    """Zeros for windows counted by rounding down."""
    return _split(max((n // s - 1) * s + extent(k, d) - n, 0))


def _more_windows(n: int, k: int, s: int, d: int) -> Pair:
    return _split(max((n - 1) * s + extent(k, d) - n, 0))


def extent_less_stride(n: int, k: int, s: int, d: int) -> Pair:
    """Zeros as if the stride divided the size."""
    return _split(max(extent(k, d) - s, 0))


def _long_by_dilation(n: int, k: int, s: int, d: int) -> Pair:
    return _split(max((-(-n // s) - 1) * s + k + d - 1 - n, 0))


def _at_most_size(n: int, k: int, s: int, d: int) -> Pair:
    return _split(min(sum(pads_of(n, k, s, d)), n))


def _absolute(n: int, k: int, s: int, d: int) -> Pair:
    return _split(abs((-(-n // s) - 1) * s + extent(k, d) - n))


def _totals(n: int, k: int, s: int, d: int) -> Pair:
    return (sum(pads_of(n, k, s, d)),) * 2


OUTPUT_SIZE: tuple[Entry, ...] = (
    ("output-size-without-one", HINTS["one"], no_one),
    ("valid-rounded-up", HINTS["ceil"], _ceil_valid),
    ("same-rounded-down", HINTS["floor"], floor_same),
    ("same-keeps-size-under-stride", "With a stride even same padding makes the map smaller.", _same_is_n),
    ("dilated-extent-k-times-d", HINTS["extent"], long_extent),
    ("dilation-ignored", "A dilated filter covers more pixels.", lambda n, k, s, p, d: size_of(n, k, s, p, 1)),
    ("stride-ignored", "A stride skips places.", lambda n, k, s, p, d: size_of(n, k, 1, p, d)),
    ("same-ignored", HINTS["same"], lambda n, k, s, p, d: size_of(n, k, s, "valid", d)),
    ("same-by-half-kernel", HINTS["half"], half_size),
    ("not-rounded", "A number of places is a whole number.", _true_division),
    ("extent-without-its-last-pixel", HINTS["extent"], _extent_ends_early),
    ("valid-rounded-to-nearest", HINTS["ceil"], _nearest_valid),
    ("same-rounded-to-nearest", HINTS["floor"], _nearest_same),
    ("same-one-added-for-rounding-up", "Adding one is not rounding up: what if the stride divides the size?",
     _adds_one),
    ("same-divided-by-dilation", "Dilation spreads the filter: it does not make the window move further.",
     _dilation_divides),
    ("picture-thinned-by-dilation", "Dilation spreads the filter, it does not thin out the picture.",
     _picture_thinned),
    ("picture-thinned-by-dilation-and-rounded-down",
     "Dilation spreads the filter, it does not thin out the picture.",
     lambda n, k, s, p, d: -(-n // s) if p == "same" else (n // d - k) // s + 1),
    ("one-pixel-taken-for-no-filter", "A filter of one pixel is a filter too: count its places under a stride.",
     lambda n, k, s, p, d: n // s + 1 if p == "valid" and k == 1 and s > 1 else size_of(n, k, s, p, d)),
    ("stride-before-extent", "First see how far the first window reaches, then count the steps that are left.",
     _stride_first),
    ("same-by-half-kernel-without-middle", HINTS["half"], _half_kernel_below),
    ("same-by-half-kernel-dilated", HINTS["half"], _half_kernel_dilated),
    ("same-by-half-extent", HINTS["half"],
     lambda n, k, s, p, d: (n + (2 * ((k - 1) * d // 2) if p == "same" else 0) - extent(k, d)) // s + 1),
    ("valid-rounded-up-and-same-rounded-down",
     "Valid and same are rounded in different directions: which is which?",
     _both_rounded_wrong),
    ("stride-ignored-and-dilation-ignored", "A stride skips places, and a dilated filter covers more pixels.",
     lambda n, k, s, p, d: size_of(n, k, 1, p, 1)),
    ("output-size-without-one-and-dilation-ignored",
     "Count the places by hand for 5 pixels and a filter of 3, and then for one that is dilated.",
     lambda n, k, s, p, d: no_one(n, k, s, p, 1)),
    ("output-size-without-one-and-same-keeps-size",
     "Count the places by hand: once without padding, and once with it under a stride.",
     lambda n, k, s, p, d: n if p == "same" else no_one(n, k, s, p, d)),
    ("same-ignored-and-dilation-ignored", "Your function should look at two more options: padding and dilation.",
     lambda n, k, s, p, d: size_of(n, k, s, "valid", 1)),
)  # fmt: skip

SAME_PADDING: tuple[Entry, ...] = (
    ("same-by-half-kernel", HINTS["half"], half_kernel),
    ("same-by-half-kernel-undilated", HINTS["half"], lambda n, k, s, d: (k // 2, k // 2)),
    ("extra-zero-before", HINTS["side"], lambda n, k, s, d: pads_of(n, k, s, d)[::-1]),
    ("padding-ignores-stride", HINTS["stride_pad"], lambda n, k, s, d: pads_of(n, k, 1, d)),
    ("padding-ignores-dilation", HINTS["dilate"], lambda n, k, s, d: pads_of(n, k, s, 1)),
    ("dilated-extent-k-times-d", HINTS["extent"], long_pads),
    ("negative-padding", "Zeros can be added, never taken away.", _unclipped),
    ("total-on-each-side", "That is the number of zeros for both sides together.", _totals),
    ("odd-zero-lost", HINTS["side"], lambda n, k, s, d: (pads_of(n, k, s, d)[0],) * 2),
    ("odd-zero-on-both-sides", HINTS["side"], lambda n, k, s, d: (pads_of(n, k, s, d)[1],) * 2),
    ("half-a-zero", "Half a zero cannot be added: an odd number of zeros is not shared evenly.",
     lambda n, k, s, d: (sum(pads_of(n, k, s, d)) / 2,) * 2),
    ("all-after", "Half of the zeros belong before.", lambda n, k, s, d: (0, sum(pads_of(n, k, s, d)))),
    ("all-before", "Half of the zeros belong after.", lambda n, k, s, d: (sum(pads_of(n, k, s, d)), 0)),
    ("total-alone", "Two numbers are due: how many zeros before, and how many after.",
     lambda n, k, s, d: sum(pads_of(n, k, s, d))),
    ("one-stride-too-many", "How many steps lead from the first of five windows to the last?", _one_stride_more),
    ("windows-rounded-down", HINTS["floor"], fewer_windows),
    ("windows-without-stride", "With a stride even same padding makes the map smaller: how many windows are there?",
     _more_windows),
    ("as-if-the-stride-divided-the-size",
     "That is right where the stride divides the size: where does the last window begin if it does not?",
     extent_less_stride),
    ("dilated-extent-k-plus-d", HINTS["extent"], _long_by_dilation),
    ("at-most-the-picture", "A filter that is spread widely may need more zeros than the picture has pixels.",
     _at_most_size),
    ("negative-made-positive", "Zeros can be added, never taken away.", _absolute),
    ("extra-zero-before-and-padding-ignores-dilation",
     "Two things to look at: on which side the odd zero lies, and how far a dilated filter reaches.",
     lambda n, k, s, d: pads_of(n, k, s, 1)[::-1]),
    ("extra-zero-before-and-padding-ignores-stride",
     "Two things to look at: on which side the odd zero lies, and which windows a stride uses.",
     lambda n, k, s, d: pads_of(n, k, 1, d)[::-1]),
    ("padding-ignores-stride-and-padding-ignores-dilation",
     "The number of zeros depends on the stride and on the dilation.", lambda n, k, s, d: pads_of(n, k, 1, 1)),
    ("extra-zero-before-and-negative-padding",
     "Zeros can be added, never taken away, and the odd one has its side.",
     lambda n, k, s, d: _unclipped(n, k, s, d)[::-1]),
)  # fmt: skip
