"""Writes NAME.json for NAME-rows.txt: what JAX makes of expressions in the functions of linalg, nn, random, special and stats.

    python test/golden/expressions.py [--all]

Rows that have not changed are kept; --all computes them anew.

A row is an expression in TypeScript, `==`, and the same in Python. Both may use the inputs below. For each row the files have the results in JAX's default mode (`single`) and in x64 mode (`double`), where float
inputs are float64, and, where an inexact result depends on one of the float inputs, gradient and Hessian (in x64 mode) of the
sum of cos(1 + i) times element i of the result with respect to those that the expression names, one after the other. The
gradient is that of reverse mode; where forward mode says something else, NaN for a number, there is `forwardGradient` too.
Numbers are base64 of little-endian buffers; a derivative that JAX refuses is left out.
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

SETS = {"linalg": LIBRARIES, "nn": LIBRARIES, "random": DISTRIBUTIONS, "special": LIBRARIES, "stats": DISTRIBUTIONS}


def inputs(given, double):
    dtypes = {"float": "float64", "complex": "complex128"} if double else {"float": "float32", "complex": "complex64"}
    return {name: jnp.asarray(np.array(values, dtypes.get(kind, kind))) for name, (kind, values) in given.items()}


def listed(value):
    """Complex numbers as pairs, as JSON has them."""
    if isinstance(value, list):
        return [listed(element) for element in value]
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


def packed(array):
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


def describe(value):
    array = np.asarray(value)
    return {"dtype": str(array.dtype), "shape": list(array.shape), "data": packed(array)}


def weighted(value):
    flat = jnp.ravel(value)
    return jnp.sum(jnp.cos(1.0 + jnp.arange(flat.size)) * flat)


def derivatives(python, given, values):
    names = list(dict.fromkeys(n for n in re.findall(r"\b[a-z]\b", python) if given.get(n, ("",))[0] == "float"))
    if not names or not jnp.issubdtype(evaluate(python, values).dtype, jnp.floating):
        return {}
    sizes = np.cumsum([values[n].size for n in names])[:-1]

    def f(flat):
        parts = [part.reshape(values[n].shape) for n, part in zip(names, jnp.split(flat, sizes))]
        return weighted(evaluate(python, {**values, **dict(zip(names, parts))}))

    point = jnp.concatenate([values[n].ravel() for n in names])
    modes = {"gradient": jax.grad, "forwardGradient": jax.jacfwd, "hessian": jax.hessian}
    try:
        # together, since compiling is what takes time
        numbers = jax.jit(lambda v: {what: mode(f)(v) for what, mode in modes.items()})(point)
    except Exception:
        numbers = {}
        for what, mode in modes.items():
            try:
                numbers[what] = jax.jit(mode(f))(point)
            except Exception as error:
                print(f"no {what}: {python}: {str(error).splitlines()[0][:100]}", file=sys.stderr)
    numbers = {what: np.asarray(value) for what, value in numbers.items()}
    if "gradient" in numbers and "forwardGradient" in numbers:
        if np.allclose(numbers["forwardGradient"], numbers["gradient"], 1e-9, equal_nan=True):
            del numbers["forwardGradient"]
    result = {what: packed(value) for what, value in numbers.items()}
    return {"inputs": names, **result}


def compute(rows, name, double):
    given = SETS[name]
    values = inputs(given, double)
    for typescript, python in rows:
        try:
            result = {"double" if double else "single": describe(evaluate(python, values))}
            yield {"expression": typescript, **result, **(derivatives(python, given, values) if double else {})}
        except Exception as error:
            raise RuntimeError(python) from error


def key(row, given):
    """Changes with all that the data of a row depend on."""
    used = {name: given[name] for name in re.findall(r"\b[a-z]\b", row[1]) if name in given}
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
        data = {name: {"type": kind, "values": listed(np.array(values, complex).tolist() if kind == "complex" else values)} for name, (kind, values) in given.items()}
        done = kept(name)
        new = [row for row in rows(name) if key(row, given) not in done]
        command = [sys.executable, __file__, "--double", name]
        double = json.loads(subprocess.run(command, input=json.dumps(new), text=True, stdout=subprocess.PIPE, check=True).stdout)
        for row, single, more in zip(new, compute(new, name, False), double):
            done[key(row, given)] = {**single, **more, "key": key(row, given)}
        text = json.dumps({"inputs": data, "rows": [done[key(row, given)] for row in rows(name)]})
        (HERE / f"{name}.json").write_text(text.replace('{"expression"', '\n{"expression"') + "\n")
        print(f"{name}.json: {len(new)} rows computed")


main()
