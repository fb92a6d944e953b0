"""Writes test/golden/accuracy.json: functions at points that test accuracy, to 80 digits.

    python accuracy.py

Needs mpmath and numpy. For each function there are points that single precision holds, which serve both precisions, and
some that only double precision does. A row is the arguments, then the value as a pair of doubles: its nearest, and the
rest to three digits. Arguments of the first kind are written with the digits that single precision needs.
"""
import math
import random
from pathlib import Path

import mpmath
import numpy
from mpmath import mp, mpf

# 80 digits, and those that huge arguments of sines cost
mp.dps = 420

COUNT = 96


def single(x):
    return float(numpy.float32(x))


def spread(rng, low, high, count=COUNT):
    """Uniform points, points near 0 of all magnitudes, and points near the ends."""
    for i in range(count):
        kind = i % 4
        if kind == 0:
            yield rng.uniform(low, high)
        elif kind == 1:
            yield rng.choice([-1, 1]) * 10 ** rng.uniform(-12, 0)
        elif kind == 2:
            yield rng.uniform(max(low, -2), min(high, 2))
        else:
            yield rng.choice([low, high]) * rng.uniform(0.9, 1)


def positive(rng, low, high, count=COUNT):
    for i in range(count):
        yield 10 ** rng.uniform(low, high) if i % 2 else 1 + rng.choice([-1, 1]) * 10 ** rng.uniform(-10, -0.31)


def within(low, high):
    """Uniform points, and points near 0 and the ends."""

    def points(rng, count=COUNT):
        for i in range(count):
            yield rng.uniform(low, high) if i % 2 else rng.choice([low, high]) * (1 - 10 ** rng.uniform(-8, 0))

    return points


def over(low, high, generate=spread):
    return lambda rng, count=COUNT: generate(rng, low, high, count)


def logistic(x):
    return 1 / (1 + mpmath.exp(-x))


def cube_root(x):
    return -mpmath.cbrt(-x) if x < 0 else mpmath.cbrt(x)


def log_gamma(x):
    return mpmath.loggamma(x).real


def scaled_bessel(order):
    return lambda x: mpmath.besseli(order, x) * mpmath.exp(-abs(x))


def quarters(*multiples):
    return [k * math.pi / 2 for k in multiples]


TURNS = quarters(1, 2, 3, 4, 5, 7, 11, 22, 44, 100, 200, 254, 1000, 710, 52174)
FAR = [*TURNS, 399.9, 400.1, 1e4, 1e5, 1048575, 1048577, 1e10, 1e22, 1e30, 3e38]
# the double that is nearest to a multiple of π/2
FAR_DOUBLE = [*TURNS, 6381956970095103 * 2.0**797, 1e300, 1.7e308, 667544.4412321111, 1048576.0000001]

# name: function, points, and the arguments where the way to compute changes or where it is hard; in double precision only
FUNCTIONS = {
    "exp": (mpmath.exp, over(-80, 80), [-87.3, -103.9, 88.7, 0.3465, 0.3466], [709.7, -708.4, -745.1, -720.3]),
    "exp2": (lambda x: mpf(2) ** x, over(-120, 120), [0.5, 1, 127.9, -126.5, -149, 17], [1023.9, -1022.5, -1074]),
    "expm1": (mpmath.expm1, over(-40, 80), [-0.3466, 0.3466, 2.0**-25, 2.0**-54], [-45.5, 709.7, 2.0**-60]),
    "log": (mpmath.log, over(-30, 30, positive), [1.4142135, 0.70710677, 2.0**-149, 1e-40, 3e38], [5e-324, 1e-310, 1e308, 1 + 2.0**-52, 1 - 2.0**-53]),
    "log1p": (mpmath.log1p, over(-0.99, 30), [-0.9999, 0.41421354, -0.29289323, 1e20, 2.0**-25], [1e300, -1 + 2.0**-53, 2.0**-54]),
    "logistic": (logistic, over(-80, 40), [-87, -100, 17, 37], [-740, -709]),
    "sin": (mpmath.sin, over(-300, 300), FAR, FAR_DOUBLE),
    "cos": (mpmath.cos, over(-300, 300), FAR, FAR_DOUBLE),
    "tan": (mpmath.tan, over(-300, 300), FAR, FAR_DOUBLE),
    "asin": (mpmath.asin, within(-1, 1), [0.5, 1, -1, 0.25, 1e-20], [1 - 2.0**-53, 1e-160]),
    "acos": (mpmath.acos, within(-1, 1), [0.5, -0.5, -1, 1e-20], [1 - 2.0**-53, -1 + 2.0**-53]),
    "atan": (mpmath.atan, over(-20, 20), [0.5, 1, 2.4142135, 1e10, 3e38, 1e-30], [1e300, 1e-300]),
    "sinh": (mpmath.sinh, over(-80, 80), [1, 89.4, 88.8, 2.0**-13], [710.4, -709.9, 40.5]),
    "cosh": (mpmath.cosh, over(-80, 80), [89.4, 88.8], [710.4, -709.9]),
    "tanh": (mpmath.tanh, over(-10, 10), [0.625, 20, 1e-30], [0.6249999999, 19.1]),
    "asinh": (mpmath.asinh, over(-1e4, 1e4), [2.0**60, 1e30, 3e38, 1e-30], [1e160, 1e300, 1e-300]),
    "acosh": (mpmath.acosh, lambda r, count=COUNT: (1 + abs(x) for x in spread(r, -1e4, 1e4, count)), [2.0**60, 1e30, 1 + 2.0**-23], [1e160, 1e300, 1 + 2.0**-52]),
    "atanh": (mpmath.atanh, within(-1, 1), [0.5, 1e-30], [1 - 2.0**-53, 1e-300]),
    "cbrt": (cube_root, over(-1e6, 1e6), [8, 27, 1e-40, 2.0**-149, 3e38], [5e-324, 1e-310, 1e308]),
    "sqrt": (mpmath.sqrt, over(-30, 30, positive), [2.0**-149, 3e38], [5e-324, 1e308]),
    "erf": (mpmath.erf, over(-5, 5), [1, 4, 5.9, 6.1, 1e-30], [0.99999999, 1e-300]),
    "erfc": (mpmath.erfc, over(-6, 9.9), [0.25, -1, 4, 1e-30, 9.19, 10.05], [26.2, 26.5, 27.2, 20.1]),
    "erf_inv": (mpmath.erfinv, within(-1, 1), [0.8, 1e-30, 0.99948], [1 - 2.0**-53, -1 + 2.0**-50, 1e-300]),
    "lgamma": (log_gamma, over(-3, 5, positive), [0.5, 2, 1.5, 2.5, 10, 2.0000002, -0.5, -0.25, -1.5, 1e-40, 1e36], [1e305, 1e-310, 9.999999999]),
    "digamma": (mpmath.digamma, over(-3, 5, positive), [0.5, 2, 1.5, 10, 1.4616321, 1.46], [1e305, 1.4616321449683622, 9.999999999]),
    "trigamma": (lambda x: mpmath.psi(1, x), over(-3, 5, positive), [0.5, 2, 10, -0.5, -1.5, -2.25, 1e-15], [1e305, 1e-150, 9.999999999, -0.999]),
    "bessel_i0e": (scaled_bessel(0), over(-20, 20), [8, 7.5, 100, 1e10], [1e100]),
    "bessel_i1e": (scaled_bessel(1), over(-20, 20), [8, 7.5, 100, 1e10, 1e-30], [1e100, 1e-300]),
}


def powers(rng, count):
    """Powers whose size is spread evenly, of bases of all sizes and of some near 1; and integer powers."""
    for i in range(count):
        kind = i % 4
        if kind == 3:
            yield -rng.uniform(0, 10), float(rng.randint(-30, 30))
            continue
        base = [10 ** rng.uniform(-30, 30), 1 + rng.choice([-1, 1]) * 10 ** rng.uniform(-6, -0.4), rng.uniform(0.5, 2)][kind]
        yield base, rng.uniform(-85, 85) / math.log(base)


def wide_powers(rng, count):
    for i in range(count):
        base = [10 ** rng.uniform(-300, 300), 1 + rng.choice([-1, 1]) * 10 ** rng.uniform(-15, -0.4), rng.uniform(0.5, 2)][i % 3]
        yield base, rng.uniform(-740, 709) / math.log(base)


def angles(rng, count):
    for i in range(count):
        signs = [rng.choice([-1, 1]) for _ in range(2)]
        scales = [(0, 0), (-15, 15), (-1, 1)][i % 3]
        yield tuple(sign * rng.uniform(0.1, 5) * 10 ** rng.uniform(*scales) for sign in signs)


# as above, of pairs
BINARY = {
    "pow": (
        mpmath.power,
        powers,
        [(2, 0.5), (2, 127.5), (2, -140.5), (10, 38), (1.4142135, 100), (0.70710677, 100), (1e-40, 0.9), (1 + 2.0**-23, 7e8)],
        [*wide_powers(random.Random("wide"), 24), (1 - 2.0**-53, 6.5e18), (5e-324, 0.99), (2, -1070.5), (1.5, 1750.1)],
    ),
    "atan2": (
        mpmath.atan2,
        angles,
        [(1, 1), (-1, -1), (1, 2), (1e-38, 3e38), (-1e-38, -3e38), (3e38, -1e-38), (0.5, -1), (3e38, 3e38)],
        [(1e308, 1e308), (1e-308, 1), (1e300, -1e-300)],
    ),
}


def neighbours(x):
    """A number of single precision and those beside it."""
    middle = numpy.float32(x)
    return [float(numpy.nextafter(middle, numpy.float32(-numpy.inf))), float(middle), float(numpy.nextafter(middle, numpy.float32(numpy.inf)))]


def row(function, arguments, show):
    value = function(*map(mpf, arguments))
    high = float(value)
    if math.isinf(high) or high == 0:
        return None
    rest = float(value - mpf(high))
    numbers = [*map(show, arguments), repr(high), f"{rest:.3g}"]
    return f"[{','.join(numbers)}]"


def table(name):
    rng = random.Random(name)
    if name in FUNCTIONS:
        function, points, cuts, doubles = FUNCTIONS[name]
        singles = {(single(x),) for x in points(rng)} | {(x,) for cut in cuts for x in neighbours(cut)}
        # the points of double precision that single precision does not hold
        doubles = {(float(x),) for x in [*points(rng, 24), *doubles]}
        if name in ("asin", "acos", "atanh", "erf_inv"):
            open_ends = name in ("atanh", "erf_inv")
            singles = {x for x in singles if abs(x[0]) <= 1 and not (open_ends and abs(x[0]) == 1)}
        if name == "acosh":
            singles = {x for x in singles if x[0] > 1}
        singles = {x for x in singles if x[0] != 0}
    else:
        function, points, cuts, doubles = BINARY[name]
        singles = {tuple(map(single, x)) for x in [*points(rng, 2 * COUNT), *cuts]}
        doubles = {tuple(map(float, x)) for x in [*points(rng, 24), *doubles]}
    kinds = {
        "single": [row(function, x, lambda v: str(numpy.float32(v))) for x in sorted(singles)],
        "double": [row(function, x, repr) for x in sorted(doubles)],
    }
    parts = [f'"{kind}":[{",".join(filter(None, rows))}]' for kind, rows in kinds.items()]
    return f'"{name}":{{{",".join(parts)}}}'


if __name__ == "__main__":
    tables = [table(name) for name in [*FUNCTIONS, *BINARY]]
    (Path(__file__).parent / "accuracy.json").write_text("{\n" + ",\n".join(tables) + "\n}\n")
