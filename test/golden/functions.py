"""Writes functions.json: what JAX makes of expressions in the functions of numpy, linalg, special and nn.

    python test/golden/functions.py [--all]

Rows whose TypeScript is in functions.json already are kept; --all computes them anew, which what follows `==` needs where
that has changed.

A row of functions-rows.txt is an expression in TypeScript, `==`, and the same in Python. Both may use the inputs below. For
each row the file has the results in JAX's default mode and, where the result is inexact and depends on one of the float
inputs, gradient and Hessian (jacfwd over jacrev, in x64 mode) of the sum of cos(1 + i) times element i of the result with
respect to the first of these that the expression names.
"""

import json
import pathlib
import re
import subprocess
import sys
import warnings

import jax
import jax.numpy as jnp
import jax.scipy as jsp
import numpy as np
from jax import lax, nn

warnings.filterwarnings("ignore")
HERE = pathlib.Path(__file__).parent
TYPES = {"float": ("float32", "float64"), "complex": ("complex64", "complex128")}

INPUTS = {
    "x": ("float", [0.5, -1.25, 2.0]),
    "y": ("float", [1.5, 0.25, -0.75]),
    "p": ("float", [0.3, 1.7, 2.6]),
    "q": ("float", [0.2, 0.55, 0.85]),
    "m": ("float", [[1.0, -2.0, 0.5], [3.0, 0.25, -1.5]]),
    "k": ("float", [[2.0, 1.0], [-1.0, 3.0]]),
    "s": ("float", [[4.0, 1.0, 0.5], [1.0, 3.0, -0.5], [0.5, -0.5, 2.0]]),
    "g": ("float", [[1.0, 2.0, 0.5], [-1.0, 1.5, 2.0], [0.25, -2.0, 3.0]]),
    "w": ("float", [0.5]),
    "t": ("float", [[[1.0, 2.0], [3.0, 4.0]], [[-1.0, 0.5], [2.5, -3.0]]]),
    "z": ("float", 0.75),
    "n": ("float", [1.0, float("nan"), -2.0]),
    "h": ("float", [float("inf"), -float("inf"), 3.0]),
    "i": ("int32", [3, -7, 5]),
    "j": ("int32", [2, 2, -3]),
    "o": ("int32", [0, 2, 1]),
    "u": ("uint32", [7, 2, 9]),
    "b": ("bool", [True, False, True]),
    "e": ("bool", [False, False, True]),
    "c": ("complex", [1.0 + 2.0j, -0.5 + 1.0j]),
    "d": ("complex", [0.5 - 1.0j, 2.0 + 0.25j]),
}


def inputs(double):
    return {name: jnp.asarray(np.array(v, TYPES.get(t, (t, t))[double])) for name, (t, v) in INPUTS.items()}


def known():
    """The lines of functions.json that stay, by expression."""
    path = HERE / "functions.json"
    if "--all" in sys.argv or not path.exists():
        return {}
    lines = [line.strip().removesuffix(",") for line in path.read_text().strip().removesuffix("]}").splitlines()[1:]]
    return {json.loads(line)["expression"]: line for line in lines}


def rows():
    text = (HERE / "functions-rows.txt").read_text().splitlines()
    for line in text:
        if line.strip() and not line.startswith("#"):
            typescript, python = line.split(" == ")
            yield typescript.strip(), python.strip()


def evaluate(python, values):
    scope = {"jnp": jnp, "np": np, "lax": lax, "nn": nn, "jsp": jsp, "sp": jsp.special, "jax": jax, **values}
    return eval(python, scope)


def number(x):
    x = float(x)
    return x if np.isfinite(x) else str(x)


def listed(value):
    if isinstance(value, list):
        return [listed(element) for element in value]
    if isinstance(value, complex):
        return [value.real, value.imag]
    return value if isinstance(value, (bool, int)) else number(value)


def describe(value):
    array = jnp.asarray(value)
    flat = np.asarray(array).reshape(-1)
    parts = np.stack([flat.real, flat.imag], -1).reshape(-1) if np.iscomplexobj(flat) else flat
    return {"dtype": str(array.dtype), "shape": list(array.shape), "data": [number(v) for v in parts]}


def leaves(value):
    return [value] if not isinstance(value, (tuple, list)) else [leaf for item in value for leaf in leaves(item)]


def weighted(value):
    parts = []
    for leaf in leaves(value):
        leaf = jnp.asarray(leaf)
        if jnp.issubdtype(leaf.dtype, jnp.complexfloating):
            parts += [jnp.stack([leaf.real, leaf.imag], -1).ravel()]
        elif jnp.issubdtype(leaf.dtype, jnp.floating):
            parts += [leaf.ravel()]
    flat = jnp.concatenate(parts) if parts else jnp.zeros(0)
    return jnp.sum(jnp.cos(1.0 + jnp.arange(flat.size)) * flat)


def derivatives(python, values):
    """Name of the input, gradient and Hessian; nothing where there are none or they are zero."""
    names = [n for n in re.findall(r"\b[a-z]\b", python) if INPUTS.get(n, ("",))[0] == "float"]
    if not names:
        return {}
    name = names[0]
    f = lambda value: weighted(evaluate(python, {**values, name: value}))
    try:
        gradient = np.asarray(jax.grad(f)(values[name])).reshape(-1)
        hessian = np.asarray(jax.hessian(f)(values[name])).reshape(-1)
    except Exception as error:  # not traceable: a result whose shape depends on values, say
        print(f"no derivatives: {python}: {type(error).__name__}", file=sys.stderr)
        return {}
    if not gradient.any() or not np.isfinite(gradient).all():
        return {}
    return {
        "input": name,
        "gradient": [number(v) for v in gradient],
        "hessian": [number(v) for v in hessian] if hessian.any() else [],
    }


def missing():
    kept = known()
    return [row for row in rows() if row[0] not in kept]


def main():
    if "--double" in sys.argv:
        jax.config.update("jax_enable_x64", True)
        values = inputs(True)
        print(json.dumps([derivatives(python, values) for _, python in missing()]))
        return
    values = inputs(False)
    command = [sys.executable, __file__, "--double", *sys.argv[1:]]
    double = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    lines = known()
    for (typescript, python), more in zip(missing(), double):
        try:
            outputs = [describe(leaf) for leaf in leaves(evaluate(python, values))]
        except Exception as error:
            raise RuntimeError(python) from error
        lines[typescript] = json.dumps({"expression": typescript, "outputs": outputs, **more}, allow_nan=False)
    data = {name: {"type": kind, "values": listed(value)} for name, (kind, value) in INPUTS.items()}
    text = ", \n".join(lines[typescript] for typescript, _ in rows())
    (HERE / "functions.json").write_text(f'{{"inputs": {json.dumps(data)}, "rows": [\n{text}]}}\n')


main()
