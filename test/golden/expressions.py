"""Writes NAME.json for NAME-rows.txt: what JAX makes of expressions in the functions of lax, linalg, nn, numpy, random, special
and stats.

    python test/golden/expressions.py [--all]

Rows that have not changed are kept; --all computes them anew.

A row is an expression in TypeScript, `==`, and the same in Python. Both may use the inputs below. For each row the files have
the results in JAX's default mode (`single`) and in x64 mode (`double`, left out where it is the same), where float inputs are
float64; ints are written with 32 bits. A list stands for a list of arrays. Where an inexact result depends on one of the float
inputs there are gradient and Hessian (in x64 mode) of the sum of cos(1 + i) times element i of the result with respect to
those that the expression names, one after the other (not where nothing can be traced and JAX loses them); elements of several arrays count end to end, and a complex one as its
real and its imaginary part. The gradient is that of reverse mode; where forward mode says something else, NaN for a number,
there is `forwardGradient` too. A derivative that JAX refuses is left out. `traced` has the inputs that the function can be
traced in where these are not all.

Numbers are base64 of little-endian buffers, nothing where all are zero, the lower triangle of a Hessian that is symmetric.
"""

import base64
import json
import pathlib
import re
import subprocess
import sys
import warnings
import zlib

import jax
import jax.numpy as jnp
import jax.scipy as jsp
import numpy as np
from jax import lax, nn, random
from jax.scipy import stats

warnings.filterwarnings("ignore")
HERE = pathlib.Path(__file__).parent
DISTRIBUTIONS = {
    "x": ("float", [0.5, -1.25, 2.0, 0.0]),
    "p": ("float", [0.3, 1.7, 2.6, 12.0]),
    "q": ("float", [0.2, 0.55, 0.85, 0.4]),
    "a": ("float", [0.7, 1.0, 2.5, 6.0]),
    "b": ("float", [1.3, 0.6, 3.0, 5.0]),
    "m": ("float", [1.0, -0.5, 0.25]),
    "s": ("float", [[4.0, 1.0, 0.5], [1.0, 3.0, -0.5], [0.5, -0.5, 2.0]]),
    "y": ("float", [[0.5, -1.0, 2.0], [1.5, 0.25, -0.75]]),
    "d": ("float", [0.2, 0.5, 0.3]),
    "c": ("float", [1.5, 0.7, 3.0]),
    "z": ("float", 0.75),
    "k": ("int32", [0, 1, 3, 9]),
    "e": ("int32", [0, 1, 1, 0]),
    "r": ("uint32", [11, 5]),
    "i": ("int32", [[3, 1, 4], [1, 5, 9]]),
}

LIBRARIES = {
    "x": ("float", [0.5, -1.25, 2.0]),
    "y": ("float", [1.5, 0.25, -0.75]),
    "p": ("float", [0.3, 1.7, 2.6]),
    "q": ("float", [0.2, 0.55, 0.85]),
    "m": ("float", [[1.0, -2.0, 0.5], [3.0, 0.25, -1.5]]),
    "k": ("float", [[2.0, 1.0], [-1.0, 3.0]]),
    "s": ("float", [[4.0, 1.0, 0.5], [1.0, 3.0, -0.5], [0.5, -0.5, 2.0]]),
    "g": ("float", [[1.0, 2.0, 0.5], [-1.0, 1.5, 2.0], [0.25, -2.0, 3.0]]),
    "t": ("float", [[[1.0, 2.0], [3.0, 4.0]], [[-1.0, 0.5], [2.5, -3.0]]]),
    "z": ("float", 0.75),
    "i": ("int32", [3, -7, 5]),
    "o": ("int32", [0, 2, 1]),
    "b": ("bool", [True, False, True]),
    "c": ("complex", [1.0 + 2.0j, -0.5 + 1.0j]),
    "h": ("complex", [[3.0, 1.0 - 0.5j], [1.0 + 0.5j, 2.0]]),
}

NUMPY = {
    **LIBRARIES,
    "w": ("float", [0.5]),
    "n": ("float", [1.0, float("nan"), -2.0]),
    "h": ("float", [float("inf"), -float("inf"), 3.0]),
    "j": ("int32", [2, 2, -3]),
    "u": ("uint32", [7, 2, 9]),
    "e": ("bool", [False, False, True]),
    "d": ("complex", [0.5 - 1.0j, 2.0 + 0.25j]),
}

SETS = {"lax": NUMPY, "linalg": LIBRARIES, "numpy": NUMPY, "nn": LIBRARIES, "random": DISTRIBUTIONS, "special": LIBRARIES, "stats": DISTRIBUTIONS}


def inputs(given, double):
    dtypes = {"float": "float64", "complex": "complex128"} if double else {"float": "float32", "complex": "complex64"}
    return {name: jnp.asarray(np.array(values, dtypes.get(kind, kind))) for name, (kind, values) in given.items()}


def listed(value):
    """Complex numbers as pairs, as JSON has them."""
    if isinstance(value, list):
        return [listed(element) for element in value]
    if isinstance(value, float) and not np.isfinite(value):
        return str(value)
    return [value.real, value.imag] if isinstance(value, complex) else value


def rows(name):
    """Pairs of an expression in TypeScript and in Python."""
    for line in (HERE / f"{name}-rows.txt").read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            typescript, python = line.split(" == ")
            yield typescript.strip(), python.strip()


def evaluate(python, values):
    modules = {"jax": jax, "jnp": jnp, "jsp": jsp, "np": np, "lax": lax, "nn": nn, "random": random, "stats": stats}
    return eval(python, {**modules, "sp": jsp.special, **values})


def named(python, given):
    """The inputs that an expression mentions; not the names of Python's keywords."""
    return [n for n in dict.fromkeys(re.findall(r"\b[a-z]\b(?! ?=[^=])", python)) if n in given]


def packed(array):
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode() if np.any(array) else ""


def triangle(matrix):
    """The lower triangle of a matrix that is symmetric but for rounding, else all of it."""
    size = np.max(np.abs(matrix), where=np.isfinite(matrix), initial=0.0)
    is_symmetric = np.allclose(matrix, matrix.T, 0, 1e-13 * size, equal_nan=True)
    return matrix[np.tril_indices(len(matrix))] if is_symmetric else matrix


def describe(value):
    if isinstance(value, (tuple, list)):
        return [describe(item) for item in value]
    array = np.asarray(value)
    if array.dtype in (np.int64, np.uint64):
        array = array.astype(np.int32 if array.dtype == np.int64 else np.uint32)
    return {"dtype": str(array.dtype), "shape": list(array.shape), "data": packed(array)}


def leaves(value):
    return [leaf for item in value for leaf in leaves(item)] if isinstance(value, (tuple, list)) else [jnp.asarray(value)]


def weighted(value):
    parts = []
    for leaf in leaves(value):
        if jnp.issubdtype(leaf.dtype, jnp.complexfloating):
            parts.append(jnp.stack([leaf.real, leaf.imag], -1).ravel())
        elif jnp.issubdtype(leaf.dtype, jnp.floating):
            parts.append(leaf.ravel())
    flat = jnp.concatenate(parts)
    return jnp.sum(jnp.cos(1.0 + jnp.arange(flat.size)) * flat)


def traceable(python, names, values):
    """What the row says of the inputs that it can be traced in: nothing where these are all."""
    def trace(traced):
        try:
            jax.eval_shape(lambda own: evaluate(python, {**values, **own}), {n: values[n] for n in traced})
            return True
        except Exception:
            return False

    inexact = [n for n in names if jnp.issubdtype(values[n].dtype, jnp.inexact)]
    possible = next((traced for traced in (names, inexact) if traced and trace(traced)), [])
    return {} if possible == names else {"traced": possible}


def derivatives(python, given, values):
    names = [n for n in named(python, given) if given[n][0] == "float"]
    if not names or not any(jnp.issubdtype(leaf.dtype, jnp.inexact) for leaf in leaves(evaluate(python, values))):
        return {}
    sizes = np.cumsum([values[n].size for n in names])[:-1]

    def f(flat):
        parts = [part.reshape(values[n].shape) for n, part in zip(names, jnp.split(flat, sizes))]
        return weighted(evaluate(python, {**values, **dict(zip(names, parts))}))

    point = jnp.concatenate([values[n].ravel() for n in names])
    modes = {"gradient": jax.grad, "forwardGradient": jax.jacfwd, "hessian": jax.hessian}
    try:
        if not jnp.isfinite(point).all():
            raise ValueError("XLA simplifies, among others, 0 / 0")
        # together, since compiling is what takes time
        numbers = jax.jit(lambda v: {what: mode(f)(v) for what, mode in modes.items()})(point)
    except Exception:
        numbers = {}
        for what, mode in modes.items():
            try:
                numbers[what] = mode(f)(point)
            except Exception as error:
                print(f"no {what}: {python}: {str(error).splitlines()[0][:100]}", file=sys.stderr)
    numbers = {what: np.asarray(value) for what, value in numbers.items()}
    if "gradient" in numbers and "forwardGradient" in numbers:
        if np.allclose(numbers["forwardGradient"], numbers["gradient"], 1e-9, equal_nan=True):
            del numbers["forwardGradient"]
    if "hessian" in numbers:
        numbers["hessian"] = triangle(numbers["hessian"])
    result = {what: packed(value) for what, value in numbers.items()}
    return {"inputs": names, **result}


def lifts(described):
    """Whether ints became float32: in x64 mode, too, JAX lifts ints of 32 bits so, which here become the default float."""
    if isinstance(described, list):
        return any(lifts(item) for item in described)
    return described["dtype"] in ("float32", "complex64")


def compute(rows, name, double):
    given = SETS[name]
    values = inputs(given, double)
    for typescript, python in rows:
        try:
            result = {"double" if double else "single": describe(evaluate(python, values))}
            if double:
                if lifts(result["double"]) and not re.search("float32|complex64", python):
                    floats = {n: v if jnp.issubdtype(v.dtype, jnp.inexact) else v.astype("float64") for n, v in values.items()}
                    result = {"double": describe(evaluate(python, floats))}
                result |= derivatives(python, given, values) | traceable(python, named(python, given), values)
                if result.get("traced") == [] and result.get("gradient") == "":  # lost on the way
                    result = {k: v for k, v in result.items() if k not in ("gradient", "forwardGradient", "hessian")}
            yield {"expression": typescript, **result}
        except Exception as error:
            raise RuntimeError(python) from error


def key(row, given):
    """Changes with all that the data of a row depend on."""
    used = {name: given[name] for name in named(row[1], given)}
    return zlib.crc32(json.dumps([row, used], default=str).encode())


def kept(name):
    path = HERE / f"{name}.json"
    return {row["key"]: row for row in json.loads(path.read_text())["rows"]} if path.exists() and "--all" not in sys.argv else {}


def main():
    if "--double" in sys.argv:
        jax.config.update("jax_enable_x64", True)
        print(json.dumps(list(compute(json.load(sys.stdin), sys.argv[-1], True))))
        return
    for name, given in SETS.items():
        data = {name: {"type": kind, "values": listed(values if kind != "complex" else np.array(values, complex).tolist())} for name, (kind, values) in given.items()}
        done = kept(name)
        wanted = list(rows(name))
        new = [row for row in wanted if key(row, given) not in done]
        command = [sys.executable, __file__, "--double", name]
        double = json.loads(subprocess.run(command, input=json.dumps(new), text=True, stdout=subprocess.PIPE, check=True).stdout)
        for row, single, more in zip(new, compute(new, name, False), double):
            if single["single"] == more["double"]:
                del more["double"]
            done[key(row, given)] = {**single, **more, "key": key(row, given)}
        text = json.dumps({"inputs": data, "rows": [done[key(row, given)] for row in wanted]})
        (HERE / f"{name}.json").write_text(text.replace('{"expression"', '\n{"expression"') + "\n")
        print(f"{name}.json: {len(new)} rows computed")


main()
