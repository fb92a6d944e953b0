"""Writes indexing.json: what NumPy and JAX make of index expressions.

    python test/golden/indexing.py [seed] [path]

Arrays hold 0, 1, 2, … in row-major order, values -1, -2, …; results are written out flat. An index is a number, a slice
string, "...", null, a list of integers or {"array": …, "dtype": …}. The default seed gives the file that is kept; others
are for looking further.
"""

import json
import pathlib
import sys

import jax
import jax.numpy as jnp
import numpy as np

jax.config.update("jax_enable_x64", True)

SEED = int(sys.argv[1]) if len(sys.argv) > 1 else 0
PATH = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else pathlib.Path(__file__).with_suffix(".json")
SHAPES = ((5,), (3, 4), (2, 3), (2, 3, 4), (3, 1, 2), (2, 3, 2, 2), (1, 2, 3, 2))
RARE_SHAPES = ((), (1,), (0,), (2, 0))
UPDATES = {
    "set": (np.ndarray.__setitem__, "set"),
    "addAt": (np.add.at, "add"),
    "mulAt": (np.multiply.at, "multiply"),
    "minAt": (np.minimum.at, "min"),
    "maxAt": (np.maximum.at, "max"),
}
rng = np.random.default_rng(SEED)


def random_slice(extent):
    """A slice string and the slice it means."""
    bound = lambda: None if rng.random() < 0.4 else int(rng.integers(-extent - 2, extent + 3))
    step = None if rng.random() < 0.5 else int(rng.choice([1, 2, 3, -1, -2, -3]))
    start, stop = bound(), bound()
    text = ":".join("" if part is None else str(part) for part in (start, stop))
    return text + ("" if step is None else f":{step}"), slice(start, stop, step)


def random_array(extents, shape):
    """Integers for one axis, as JSON and as NumPy takes them."""
    values = rng.integers(-extents[0], extents[0], shape)
    if rng.random() < 0.25:
        values = np.abs(values) % extents[0]
        return {"array": values.tolist(), "dtype": "uint32", "shape": list(values.shape)}, values.astype(np.uint32)
    if rng.random() < 0.4 and values.ndim > 0 and values.size > 0:
        return values.tolist(), values
    return {"array": values.tolist(), "dtype": "int32", "shape": list(values.shape)}, values


def random_mask(extents):
    values = np.asarray(rng.random(extents) < 0.5)
    return {"array": values.tolist(), "dtype": "bool", "shape": list(values.shape)}, values


def random_index(shape):
    """Indices for a shape: as JSON, and as the tuple that NumPy takes."""
    array_shape = tuple(rng.choice([1, 2, 3], rng.choice([0, 1, 1, 2])))
    style = rng.choice(["basic", "arrays", "mixed"])
    given, meant = [], []
    axis, ellipsis = 0, False
    while True:
        pick = rng.random()
        if pick < 0.1:
            entry = None, None
        elif pick < 0.2 and not ellipsis:
            ellipsis = True
            rest = int(rng.integers(0, len(shape) - axis + 1))
            axis += rest
            entry = "...", Ellipsis
        elif axis == len(shape):
            break
        elif pick < 0.25:
            break
        elif pick < 0.3 and style == "mixed" and all(shape[axis : axis + 2]):
            covered = shape[axis : axis + int(rng.integers(0, 3))]
            entry = random_mask(covered)
            axis += len(covered)
        else:
            extent = shape[axis]
            axis += 1
            if style != "basic" and pick > (0.5 if style == "arrays" else 0.7) and extent > 0:
                cut = int(rng.integers(0, len(array_shape) + 1))
                fitting = tuple(1 if rng.random() < 0.2 else size for size in array_shape[cut:])
                entry = random_array((extent,), fitting)
            elif pick > 0.55 and extent > 0:
                number = int(rng.integers(-extent, extent))
                entry = number, number
            else:
                entry = random_slice(extent)
        given.append(entry[0])
        meant.append(entry[1])
    # an ellipsis that is not last stands for exactly the axes that were skipped
    if ellipsis and axis < len(shape):
        for extent in shape[axis:]:
            given.append(":")
            meant.append(slice(None))
    return given, tuple(meant)


def broadcastable(shape):
    """A shape that broadcasts to the given one."""
    cut = int(rng.integers(0, len(shape) + 1)) if rng.random() < 0.5 else 0
    return tuple(1 if rng.random() < 0.25 else size for size in shape[cut:])


def flat(array):
    return {"shape": list(array.shape), "data": np.asarray(array).ravel().astype(int).tolist()}


def case(shape, given, meant):
    x = np.arange(np.prod(shape, dtype=int), dtype=np.float64).reshape(shape)
    try:
        chosen = np.asarray(x[meant])
    except IndexError:  # index arrays that do not broadcast
        return None
    result = {"shape": list(shape), "index": given, "at": flat(chosen)}
    # JAX misplaces 0-d masks: there NumPy alone decides
    agree = not any(isinstance(entry, np.ndarray) and entry.dtype == bool and entry.ndim == 0 for entry in meant)
    if agree:
        np.testing.assert_array_equal(chosen, jnp.asarray(x)[meant])
    name = str(rng.choice(list(UPDATES)))
    update, method = UPDATES[name]
    values = -1.0 - np.arange(np.prod(value_shape := broadcastable(chosen.shape), dtype=int)).reshape(value_shape)
    updated = x.copy()
    update(updated, meant, values)
    if agree:
        np.testing.assert_array_equal(updated, getattr(jnp.asarray(x).at[meant], method)(values))
    return {**result, "update": name, "values": flat(values), "updated": flat(updated)}


def main():
    cases = []
    while len(cases) < 220:
        shapes = RARE_SHAPES if rng.random() < 0.1 else SHAPES
        shape = shapes[int(rng.integers(len(shapes)))]
        made = case(shape, *random_index(shape))
        if made is not None:
            cases.append(made)
    lines = ",\n".join(json.dumps(made, separators=(",", ":")) for made in cases)
    PATH.write_text(f"[\n{lines}\n]\n")


main()
