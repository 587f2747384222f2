"""Mutants that no input can tell from the model answer, each with the reason.

Keys: the layer, and the line before -> the line after.
"""

COMMUTES = "it does not matter which of the two comes first"
SAME_AXIS = "it names the same axis, or the same pair of axes"
FIRST_IN_ORDER = "there are two words, and the other one comes later in the alphabet"
FILLED = "every place is filled before anybody looks"
ANY_NEGATIVE = "NumPy takes any negative number for the size that is left to find"
TWO_OR_THREE = "a mask has two axes or three, as the exercise says"
FAR_AWAY = "a masked score is so far away that one more or less does not matter"

EQUIVALENT: dict[tuple[str, str], str] = {
    ("dense", "return np.maximum(z, 0) -> return np.maximum( 0,z)"): COMMUTES,
    ("dense", "return activation(np.dot(x, w) + b) -> return activation(np.dot( w,x) + b)"): COMMUTES,
    **{
        (
            "dense",
            "return dense(hidden.reshape(len(hidden), -1), output_kernel, output_bias, linear) -> "
            f"return dense(hidden.reshape(len(hidden), {rest}), output_kernel, output_bias, linear)",
        ): ANY_NEGATIVE
        for rest in ("~1", "- 2")
    },
    (
        "conv2d",
        "return np.array([[match(image[i : i + kh, j : j + kw], kernel) for j in range(columns)] for i in range(rows)])"
        " -> return np.array([[match( kernel,image[i : i + kh, j : j + kw])"
        " for j in range(columns)] for i in range(rows)])",
    ): COMMUTES,
    (
        "conv2d",
        "total = max((places - 1) * stride + extent - size, 0)"
        " -> total = max( 0,(places - 1) * stride + extent - size)",
    ): COMMUTES,
    ("conv2d", 'if padding == "same": -> if padding <= "same":'): FIRST_IN_ORDER,
    (
        "conv2d",
        "out = np.zeros((batch, rows, columns, filters)) -> out = np.ones((batch, rows, columns, filters))",
    ): FILLED,
    **{
        ("lstm", f"i, f, candidate, o = np.split(sums, 4, axis=-1) -> i, f, candidate, o = np.{other}"): SAME_AXIS
        for other in ("split(sums, 4, axis=+1)", "split(sums, 4, axis=1)", "array_split(sums, 4, axis=-1)")
    },
    (
        "attention",
        "return unit_query @ np.swapaxes(unit_key, -1, -2) -> return unit_query @ np.swapaxes(unit_key, -2, -1)",
    ): SAME_AXIS,
    (
        "attention",
        "scores = scale * (query @ np.swapaxes(key, -1, -2)) -> scores = scale * (query @ np.swapaxes(key, -2, -1))",
    ): SAME_AXIS,
    ("attention", "return np.swapaxes(projected, 1, 2) -> return np.swapaxes(projected, 2, 1)"): SAME_AXIS,
    (
        "attention",
        "if mask is not None and mask.ndim == 3: -> if mask is not None and mask.ndim >= 3:",
    ): TWO_OR_THREE,
    **{
        ("attention", f"scores = np.where(mask, scores, -1e9) -> scores = np.where(mask, scores, - {far})"): FAR_AWAY
        for far in ("1000000001.0", "999999999.0")
    },
}
