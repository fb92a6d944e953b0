"""Writes printing.json: how JAX prints arrays, containers of arrays and jaxpr literals.

    python test/golden/printing.py [seed] [path]

Each array is the base64 of its buffer, or a `formula` [multiplier, modulus, offset, scale] where the buffer would be
long: element i is ((i * multiplier) mod modulus - offset) * scale in float64, cast to the dtype. The default seed gives
the file that is kept; others are for looking further.
"""

import base64
import json
import pathlib
import sys

import jax
import jax.numpy as jnp
import numpy as np
from jax._src.lax.lax import _convert_element_type

jax.config.update("jax_enable_x64", True)

SEED = int(sys.argv[1]) if len(sys.argv) > 1 else 0
PATH = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else pathlib.Path(__file__).with_suffix(".json")
DTYPES = ("float32", "float64", "int32", "uint32", "bool", "complex64", "complex128")
SHAPES = (
    (), (1,), (2,), (3,), (5,), (12,), (17,), (30,), (1, 1), (2, 2), (3, 1), (1, 4), (2, 9), (4, 3), (2, 14),
    (2, 2, 2), (1, 3, 2), (2, 1, 3), (2, 2, 7), (2, 1, 2, 2), (1, 1, 1, 1, 2),
)  # fmt: skip
rng = np.random.default_rng(SEED)


def describe(value, weak=False, data=None):
    """The array as JAX prints it, with what rebuilds it: its buffer, or the formula `data`."""
    x = jnp.asarray(value)
    assert x.dtype == value.dtype and x.shape == value.shape
    if weak:
        x = _convert_element_type(x, weak_type=True)
    case = {"shape": list(x.shape), "dtype": x.dtype.name}
    if weak:
        case["weak"] = True
    if data is None:
        case["data"] = base64.b64encode(np.ascontiguousarray(value).tobytes()).decode()
    else:
        case["formula"] = data
    return x, case


def printed(value, weak=False, data=None):
    x, case = describe(value, weak, data)
    return {**case, "str": str(x), "repr": repr(x)}


def real(style, size, dtype):
    """`size` floats of one style, before the cast to `dtype`."""
    normal = rng.standard_normal(size)
    match style:
        case "normal":
            return normal
        case "integers":
            return rng.integers(-1000, 1000, size).astype(float)
        case "small integers":
            return rng.integers(-3, 4, size).astype(float)
        case "positive":
            return np.abs(normal)
        case "decimals":
            return np.round(normal * 100, int(rng.integers(1, 5)))
        case "wide":
            return normal * 10.0 ** rng.integers(-30, 31, size)
        case "large":
            return normal * 10.0 ** rng.integers(5, 10)
        case "small":
            return normal * 10.0 ** rng.integers(-9, -2)
        case "powers of two":
            return 2.0 ** rng.integers(-60, 60, size)
        case "powers of ten":
            return 10.0 ** rng.integers(-8, 9, size)
        case "ratio":
            return np.where(rng.random(size) < 0.5, 1.0, 10.0 ** rng.integers(2, 4)) * rng.choice([1.0, 1.0001], size)
        case "special":
            return rng.choice([np.nan, np.inf, -np.inf, 0.0, -0.0, 1.0, -2.5, 1e-7, 3e12], size)
        case "not finite":
            return rng.choice([np.nan, np.inf, -np.inf] if rng.random() < 0.6 else [np.nan, np.inf], size)
        case "with nan":
            return np.where(rng.random(size) < 0.3, rng.choice([np.nan, np.inf]), np.round(normal, 1))
        case "zeros":
            return rng.choice([0.0, -0.0], size)
        case "bits":
            bits = rng.bytes(size * np.dtype(dtype).itemsize)
            return np.frombuffer(bits, dtype).astype(float)
    raise ValueError(style)


STYLES = (
    "normal", "integers", "small integers", "positive", "decimals", "wide", "large", "small", "powers of two",
    "powers of ten", "ratio", "special", "not finite", "with nan", "zeros", "bits",
)  # fmt: skip


def make(dtype, shape, style):
    size = int(np.prod(shape))
    dtype = np.dtype(dtype)
    with np.errstate(all="ignore"):
        match dtype.kind:
            case "b":
                value = rng.random(size) < rng.choice([0.1, 0.5, 1.0])
            case "i" | "u":
                low = np.iinfo(dtype).min
                span = int(rng.choice([3, 100, 10**5, 2**31 - 1]))
                value = rng.integers(max(low, -span), span, size, endpoint=True)
            case "f":
                value = real(style, size, dtype)
            case "c":
                part = np.float32 if dtype == np.complex64 else np.float64
                value = np.empty(size, dtype)
                value.real = real(style, size, part)
                value.imag = real(rng.choice(STYLES), size, part)
        return np.asarray(value).astype(dtype).reshape(shape)


def formula(dtype, shape, multiplier, modulus, offset, scale):
    """A long array that a formula rebuilds."""
    index = np.arange(int(np.prod(shape)), dtype=np.float64)
    value = (index * multiplier % modulus - offset) * scale
    value = value % 2 == 1 if dtype == "bool" else value.astype(dtype)
    return printed(value.reshape(shape), data=[multiplier, modulus, offset, scale])


def arrays():
    for dtype in DTYPES:
        floating = np.dtype(dtype).kind in "fc"
        for style in STYLES if floating else ("plain",) * 4:
            for shape in rng.choice(len(SHAPES), 4, replace=False):
                yield printed(make(dtype, SHAPES[shape], style), weak=bool(rng.random() < 0.2) and dtype != "bool")
        for style in STYLES if floating else ("plain",) * 2:
            yield printed(make(dtype, (), style))
        for shape in ((0,), (0, 3), (2, 0), (2, 0, 4)):
            yield printed(np.zeros(shape, dtype))
        for shape in ((1001,), (2000,), (34, 34), (7, 150), (600, 2), (11, 10, 10), (6, 6, 30), (5, 2, 1, 150)):
            plan = (48271, 65537, 30000, 1) if not floating else (48271, 65537, 30000, float(rng.choice([1, 0.25, 1e-3])))
            if dtype == "uint32":
                plan = (48271, 65537, 0, 1)
            yield formula(dtype, shape, *plan)
    # Where notation changes, at each precision.
    for dtype in ("float32", "float64"):
        kind = np.dtype(dtype).type
        for edge in (1e-4, 1e-3, 1e3, 1e6, 1e8, 1e16, 0.1, 1e23, 5e-324, 1e-45, 1.17549435e-38, 2.2250738585072014e-308):
            for value in (np.nextafter(kind(edge), kind(0)), kind(edge), np.nextafter(kind(edge), kind(np.inf))):
                yield printed(np.array(value))
                yield printed(np.array([value]))
                yield printed(np.array([value, -1], dtype))
    # Digits beyond the unique ones when a neighbour needs more; rounding that carries.
    for values in ([1e-5, 1.2345678e-5], [0.1, 1e-9], [9.99999999e9, 1], [0.999999999, 1e-6], [99999.99999999, 0.5],
                   [9.9999999999e-5, 1], [1e99, 9.9e-101], [1e-100, 1], [0.123456785, 0.5], [2.5e-9, 0.5], [1e10, 5]):
        for dtype in ("float32", "float64", "complex64", "complex128"):
            with np.errstate(all="ignore"):
                yield printed(np.array(values, dtype))
    # Words longer than a line, lines that are exactly full, and the dtype beside them.
    for count in range(1, 25):
        yield printed(np.ones(count, "float32"))
        yield printed(np.full((2, count), 12, "int32"), weak=count % 2 == 0)
        yield printed(np.full((1, 2, count), 0.25 + 1e-7j, "complex64"))
    yield printed(np.ones((1,) * 12, "float64"))
    yield printed(np.full((1,) * 30 + (3,), 1 / 3 - 1j / 7, "complex128"))
    yield formula("float32", (400,), 48271, 65537, 30000, 0.25)
    yield formula("int32", (30, 30), 48271, 65537, 30000, 1)
    yield formula("bool", (9, 9, 9), 48271, 65537, 0, 1)


def trees():
    """(python value, its description) pairs; an array is [\"array\", case]."""

    def array(value, weak=False):
        x, case = describe(np.asarray(value), weak)
        return x, ["array", case]

    def listed(*items):
        return [item for item, _ in items], ["list", [text for _, text in items]]

    def mapped(kind, *pairs):
        value = {key: item for (key, _), (item, _) in pairs}
        return value, [kind, [[text_key, text] for (_, text_key), (_, text) in pairs]]

    def leaf(value):
        return value, ["leaf", value]

    def number(value):
        return value, ["number", repr(value)]

    one = array(np.float32(3))
    weak = array(np.float32(-0.5), weak=True)
    cube = array(np.ones((2, 2, 2), np.float32))
    row = array(np.arange(40, dtype=np.int32))
    matrix = array(np.array([[6, -2], [-2, -480]], np.float32))
    empty = array(np.zeros((0, 3), np.float32))
    yes = array(np.array([True, False]))
    c, a, b = leaf("c"), leaf("a"), leaf("b")
    yield one
    yield matrix
    yield listed()
    yield mapped("dict")
    yield mapped("map")
    yield listed(one, weak, empty)
    yield listed(cube, row)
    yield listed(listed(matrix, matrix), listed(matrix, matrix))
    yield mapped("dict", (c, mapped("dict", (a, cube))))
    yield mapped("dict", (c, mapped("dict", (a, mapped("dict", (a, cube), (b, cube))), (b, row))))
    yield mapped("dict", (b, one), (a, listed(weak, leaf(None), yes)))
    yield mapped("map", (b, one), (number(1), matrix), (leaf(None), leaf(True)))
    yield listed(leaf(None), leaf(True), leaf(False), leaf("text"))
    for value in (0, 3, -7, 2**53 - 1, 0.5, -0.0, 1e-5, 1.5e-7, 0.0001, 1e22, 1.5e300, 1 / 3, 5e-324, float("nan"),
                  float("inf"), -float("inf"), 123456.75):
        yield listed(number(value))
    for value in ("it's", 'say "so"', "it's \"both\"", "back\\slash", "a\nb\tc\rd", "\x00\x1f\x7f\x80\xa0", "é ü ∇ 漢 😀",
                  "\u200b\u2028\ufeff", "\U000e0001", ""):
        yield listed(leaf(value))


def literals():
    values = [2.0, 1e-8, 0.1, -0.0, 1 / 3, 1e16, 1e17, 1e22, 123456789.0, 1e-4, 1e-5, 3e38, -7.25, 9999999.0,
              float("nan"), float("inf"), -float("inf")]  # fmt: skip
    values += list(rng.standard_normal(20) * 10.0 ** rng.integers(-30, 31, 20))
    for dtype in DTYPES:
        for value in values:
            match np.dtype(dtype).kind:
                case "b":
                    number = np.array(value > 1)
                case "i" | "u":
                    number = np.array(int(np.nan_to_num(np.abs(value), posinf=7) % 2**31), dtype)
                case "f":
                    number = np.array(value, dtype)
                case _:
                    number = np.array(complex(value, rng.choice(values)), dtype)
            equation = jax.make_jaxpr(lambda x: x == number[()])(jnp.zeros((), dtype)).eqns[0]
            text = equation.invars[1].pretty_print(None, print_dtype=False)
            yield {"dtype": dtype, "data": base64.b64encode(number.tobytes()).decode(), "text": text}


out = {
    "arrays": list(arrays()),
    "trees": [{"tree": description, "repr": repr(value)} for value, description in trees()],
    "literals": list(literals()),
}
PATH.write_text(
    "{\n" + ",\n".join(
        json.dumps(name) + ":[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]"
        for name, cases in out.items()
    ) + "\n}\n"
)
print(PATH.name, {name: len(cases) for name, cases in out.items()}, PATH.stat().st_size // 1024, "KB")
