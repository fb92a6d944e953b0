"""Writes primitives/FAMILY.json: what JAX computes for the samples of every family of primitives.

    python test/golden/primitives.py [--all]

Rows whose specification has not changed are kept; --all computes them anew. README.md says what a row holds.
"""

import base64
import itertools
import json
import pathlib
import subprocess
import sys
import warnings
import zlib

import jax
import jax.extend.random  # makes jax.extend.random known to the samples
import jax.numpy as jnp
import jax.scipy as jsp
import numpy as np
from jax import lax

jax.config.update("jax_enable_x64", True)
warnings.filterwarnings("ignore", message="Explicitly requested dtype")

HERE = pathlib.Path(__file__).parent
SCOPE = {"jax": jax, "jnp": jnp, "lax": lax, "jsp": jsp, "np": np}
DOUBLE = {"float32": "float64", "complex64": "complex128"}
MODES = {"jacfwd": jax.jacfwd, "jacrev": jax.jacrev}


# Inputs


def real_numbers(rng, domain, size):
    """`size` float64 numbers of a domain that has no `values`."""
    match domain:
        case "normal":
            return rng.standard_normal(size)
        case "positive":
            return rng.uniform(0.4, 2.5, size)
        case "unit":
            return rng.uniform(-0.9, 0.9, size)
        case {"low": low, "high": high}:
            return rng.uniform(low, high, size)
    raise ValueError(f"no such domain: {domain}")


def distinct_numbers(rng, count):
    """Normal numbers, each at least 0.2 from the others."""
    for spread in itertools.count(1):
        chosen = []
        for candidate in rng.standard_normal(100 * count) * spread:
            if all(abs(candidate - other) >= 0.2 for other in chosen):
                chosen.append(candidate)
                if len(chosen) == count:
                    return np.array(chosen)
        if count == 0:
            return np.zeros(0)


def sized(shape):
    return int(np.prod(shape, dtype=int))


def parse(values):
    return [parse(value) for value in values] if isinstance(values, list) else float(values)


def make_inputs(row):
    """The inputs in float64 or complex128 where they are inexact, else in their dtype."""
    rng = np.random.default_rng(zlib.crc32(row["name"].encode()))
    distinct = [sized(spec["shape"]) * (2 if "complex" in spec["dtype"] else 1) for spec in row["inputs"] if spec["domain"] == "distinct"]
    reserve = list(distinct_numbers(rng, sum(distinct)))

    def numbers(domain, size):
        if domain == "distinct":
            return np.array([reserve.pop() for _ in range(size)])
        return real_numbers(rng, domain, size)

    def make(spec):
        shape, dtype, domain = spec["shape"], spec["dtype"], spec["domain"]
        size = sized(shape)
        listed = isinstance(domain, dict) and "values" in domain
        if dtype == "float" or dtype.startswith("float"):
            flat = np.ravel(parse(domain["values"])) if listed else numbers(domain, size)
        elif dtype.startswith("complex"):
            parts = np.ravel(parse(domain["values"])) if listed else numbers(domain, 2 * size)
            if parts.size == size:  # real values
                parts = np.stack([parts, np.zeros(size)], -1).ravel()
            flat = parts[0::2] + 0j
            flat.imag = parts[1::2]
        elif listed:
            flat = np.ravel(parse(domain["values"])).astype(dtype)
        elif dtype == "bool":
            flat = rng.random(size) < 0.5
        elif isinstance(domain, dict):
            flat = rng.integers(int(np.ceil(domain["low"])), int(np.ceil(domain["high"])), size).astype(dtype)
        else:
            flat = np.round(3 * real_numbers(rng, domain, size)).astype(dtype)
        assert flat.size == size, f"{row['name']}: {flat.size} values for shape {shape}"
        return flat.reshape(shape)

    return [make(spec) for spec in row["inputs"]]


def input_dtype(spec, precision):
    match spec["dtype"]:
        case "float":
            return f"float{precision}"
        case "complex":
            return f"complex{2 * precision}"
        case dtype:
            return dtype


# What is computed


def inexact(x):
    return jnp.issubdtype(x.dtype, jnp.inexact)


def real_parts(x):
    """The elements, real and imaginary parts in turn where they are complex."""
    return jnp.stack([x.real, x.imag], -1).ravel() if jnp.iscomplexobj(x) else x.ravel()


class Calculation:
    """Values and derivatives of a row's function, compiled for given shapes and dtypes.

    At special points nothing is compiled as a whole: XLA would simplify 0 / x and the like and so lose NaNs.
    """

    def __init__(self, row):
        self.row = row
        self.f = eval(row["jax"], dict(SCOPE))
        self.compiled = jax.jit(self.calculate)

    def outputs(self, args):
        return [jnp.asarray(leaf) for leaf in jax.tree.leaves(self.f(*args))]

    def calculate(self, args):
        values = self.outputs(args)
        chosen = self.row["differentiated"]
        if self.row["order"] == 0 or not chosen or not any(inexact(value) for value in values):
            return {"values": values}
        real = jnp.result_type(*[args[i].real.dtype for i in chosen])
        parts = [part for i in chosen for part in ((args[i].real, args[i].imag) if jnp.iscomplexobj(args[i]) else (args[i],))]
        theta = jnp.concatenate([part.ravel().astype(real) for part in parts])

        def coordinates(theta):
            rest = iter(jnp.split(theta, np.cumsum([part.size for part in parts])[:-1]))
            placed = list(args)
            for i in chosen:
                x = args[i]
                part = lambda: next(rest).reshape(x.shape).astype(x.real.dtype)
                placed[i] = lax.complex(part(), part()) if jnp.iscomplexobj(x) else part()
            return jnp.concatenate([real_parts(value) for value in self.outputs(placed) if inexact(value)])

        def scalarised(theta):
            out = coordinates(theta)
            return jnp.sum(jnp.cos(1.0 + jnp.arange(out.size, dtype=out.dtype)) * out)

        tangent = jnp.sin(1.0 + jnp.arange(theta.size, dtype=theta.dtype))
        result = {
            "values": values,
            "jvp": jax.jvp(coordinates, (theta,), (tangent,))[1],
            "gradient": jax.grad(scalarised)(theta),
            "forward gradient": jax.jacfwd(scalarised)(theta),
        }
        if self.row["order"] == 2:
            result["hessian"] = {
                f"{outer}∘{inner}": MODES[outer](MODES[inner](scalarised))(theta) for outer in MODES for inner in MODES
            }
        return result

    def run(self, args):
        calculate = self.calculate if self.row["special"] else self.compiled
        return jax.tree.map(np.asarray, calculate([jnp.asarray(arg) for arg in args]))

    def avals(self, args):
        described = jax.eval_shape(self.f, *[jax.ShapeDtypeStruct(arg.shape, arg.dtype) for arg in args])
        return [
            f"{narrow(leaf.dtype)}[{','.join(map(str, leaf.shape))}]{'*' if leaf.weak_type else ''}"
            for leaf in jax.tree.leaves(described)
        ]


def narrow(dtype):
    """The dtype as nabla has it, which knows no 64-bit integers."""
    return {"int64": "int32", "uint64": "uint32"}.get(np.dtype(dtype).name, np.dtype(dtype).name)


@np.errstate(all="ignore")
def agree(a, b):
    """Whether JAX's float32 and float64 tell the same of a function, up to rounding."""
    for x, y in zip(a, b, strict=True):
        if not np.issubdtype(x.dtype, np.inexact):
            if not np.array_equal(x, y):
                return False
            continue
        if not (np.array_equal(np.isnan(x), np.isnan(y)) and np.array_equal(x[np.isinf(x)], y[np.isinf(y)])):
            return False
        finite = np.isfinite(x)
        if np.any(np.abs(x - y)[finite] > 1e-3 * np.max(np.abs(y[finite]), initial=1e-30)):
            return False
    return True


# How it is written


def text(values, dtype):
    return base64.b64encode(np.ascontiguousarray(values).astype(dtype).tobytes()).decode()


def array_text(values, floating):
    match values.dtype.kind:
        case "f":
            return text(values, floating)
        case "c":
            return text(np.stack([values.real, values.imag], -1), floating)
        case "b":
            return text(values, "u1")
        case "u":
            return text(values, "<u4")
        case _:
            return text(values, "<i4")


def same(a, b, tolerance):
    finite = np.isfinite(a) & np.isfinite(b)
    close = np.abs(a - b)[finite] <= tolerance * np.max(np.abs(a[finite]), initial=0)
    return bool(np.array_equal(a[~finite], b[~finite], equal_nan=True) and np.all(close))


def matrix_text(matrix, floating, tolerance):
    """[part, which of its elements are not zero, as bits; those elements], the part being "lower" where that is all."""
    part = "lower" if same(matrix, matrix.T, tolerance) else "all"
    elements = matrix[np.tril_indices(len(matrix))] if part == "lower" else matrix.ravel()
    nonzero = elements != 0
    if not np.any(nonzero):
        return []
    return [part, text(np.packbits(nonzero, bitorder="little"), "u1"), text(elements[nonzero], floating)]


def hessian_text(hessians, floating, tolerance):
    """That of jax.hessian, then each of the others that differs from it."""
    first = "jacfwd∘jacrev"
    differing = [name for name in hessians if not same(hessians[first], hessians[name], 1e3 * tolerance)]
    return {name: matrix_text(hessians[name], floating, tolerance) for name in [first, *differing]}


def run_text(row, calculation, inputs, precision):
    with np.errstate(all="ignore"):
        given = [np.asarray(x).astype(input_dtype(spec, precision)) for x, spec in zip(inputs, row["inputs"], strict=True)]
    wide = precision == 64 or any(x.dtype.name in DOUBLE.values() for x in given)
    result = calculation.run([x.astype(DOUBLE.get(x.dtype.name, x.dtype)) if precision == 32 else x for x in given])
    with jax.enable_x64(wide):
        avals = calculation.avals(given)
        if precision == 32:
            own = [np.asarray(value) for value in jax.tree.leaves(jax.jit(calculation.outputs)([jnp.asarray(x) for x in given]))]
            if not agree(own, result["values"]):
                print(f"  {row['name']}: depends on the precision, so float32 is compared with JAX's float32")
                result = Calculation(row).run(given)
    floating, tolerance = ("<f8", 1e-14) if precision == 64 else ("<f4", 1e-7)
    with np.errstate(all="ignore"):
        written = {
            "avals": avals,
            "inputs": [array_text(x, floating) for x in given],
            "values": [array_text(x, floating) for x in result["values"]],
        }
        for name in ("jvp", "gradient"):
            if name in result:
                written[name] = text(result[name], floating)
        if "gradient" in result and not same(result["gradient"], result["forward gradient"], 1e3 * tolerance):
            written["forwardGradient"] = text(result["forward gradient"], floating)
        if "hessian" in result:
            hessians = {name: matrix.astype(floating) for name, matrix in result["hessian"].items()}
            written["hessian"] = hessian_text(hessians, floating, tolerance)
    return written


def row_text(row):
    calculation = Calculation(row)
    inputs = make_inputs(row)
    return {
        "key": row["key"],
        "runs": {str(precision): run_text(row, calculation, inputs, precision) for precision in row["precisions"]},
    }


def write_family(family, keep):
    path = HERE / "primitives" / f"{family['name']}.json"
    known = json.loads(path.read_text())["rows"] if keep and path.exists() else {}
    rows = {}
    for row in family["rows"]:
        kept = known.get(row["name"])
        if kept is None or kept["key"] != row["key"]:
            try:
                kept = row_text(row)
            except Exception as error:
                failed.append(f"{family['name']}, {row['name']}: {row['jax']}\n    {type(error).__name__}: {error}")
                continue
        rows[row["name"]] = kept
    lines = [f"{json.dumps(name)}:{json.dumps(row, separators=(',', ':'), ensure_ascii=False)}" for name, row in rows.items()]
    path.parent.mkdir(exist_ok=True)
    path.write_text(f'{{"jax":"{jax.__version__}","rows":{{\n' + ",\n".join(lines) + "\n}}\n")
    print(path.name, len(rows), "rows,", path.stat().st_size // 1024, "KB", flush=True)


dump = subprocess.run(
    ["node", HERE.parent.parent / "scripts" / "dump-samples.mjs"], check=True, stdout=subprocess.PIPE, text=True
)
families = json.loads(dump.stdout)
failed = []
for family in families:
    write_family(family, keep="--all" not in sys.argv)
for path in (HERE / "primitives").glob("*.json"):
    if path.stem not in [family["name"] for family in families]:
        path.unlink()
if failed:
    sys.exit("\n".join(["JAX could not compute", *failed]))
