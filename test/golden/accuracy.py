"""Writes test/golden/accuracy.json: functions at points that test accuracy, to 80 digits.

    python accuracy.py

Needs mpmath. Each value is a pair of doubles whose sum is the value rounded to about 106 bits.
"""
import json
import random
import struct
from pathlib import Path

from mpmath import mp, mpf
import mpmath

mp.dps = 80
COUNT = 240


def single(x):
    return struct.unpack("f", struct.pack("f", x))[0]


def spread(rng, low, high):
    """Uniform points, points near 0 of all magnitudes, and points near the ends."""
    for i in range(COUNT):
        kind = i % 4
        if kind == 0:
            yield rng.uniform(low, high)
        elif kind == 1:
            yield rng.choice([-1, 1]) * 10 ** rng.uniform(-12, 0)
        elif kind == 2:
            yield rng.uniform(-2, 2)
        else:
            yield rng.choice([low, high]) * rng.uniform(0.9, 1)


def positive(rng, low, high):
    for i in range(COUNT):
        yield 10 ** rng.uniform(low, high) if i % 2 else 1 + rng.choice([-1, 1]) * 10 ** rng.uniform(-10, -0.31)


def logistic(x):
    return 1 / (1 + mpmath.exp(-x))


def cube_root(x):
    return -mpmath.cbrt(-x) if x < 0 else mpmath.cbrt(x)


FUNCTIONS = {
    "exp": (mpmath.exp, lambda r: spread(r, -80, 80)),
    "expm1": (mpmath.expm1, lambda r: spread(r, -40, 80)),
    "log": (mpmath.log, lambda r: positive(r, -30, 30)),
    "log1p": (lambda x: mpmath.log1p(x), lambda r: (x for x in spread(r, -0.99, 30) if x > -0.999)),
    "logistic": (logistic, lambda r: spread(r, -80, 40)),
    "sin": (mpmath.sin, lambda r: spread(r, -300, 300)),
    "cos": (mpmath.cos, lambda r: spread(r, -300, 300)),
    "tan": (mpmath.tan, lambda r: spread(r, -300, 300)),
    "sinh": (mpmath.sinh, lambda r: spread(r, -80, 80)),
    "cosh": (mpmath.cosh, lambda r: spread(r, -80, 80)),
    "tanh": (mpmath.tanh, lambda r: spread(r, -10, 10)),
    "asinh": (mpmath.asinh, lambda r: spread(r, -1e4, 1e4)),
    "acosh": (mpmath.acosh, lambda r: (1 + abs(x) for x in spread(r, -1e4, 1e4))),
    "atanh": (mpmath.atanh, lambda r: (x for x in spread(r, -0.99, 0.99) if abs(x) < 0.999)),
    "cbrt": (cube_root, lambda r: spread(r, -1e6, 1e6)),
    "sqrt": (mpmath.sqrt, lambda r: positive(r, -30, 30)),
    "erf": (mpmath.erf, lambda r: spread(r, -5, 5)),
    "lgamma": (lambda x: mpmath.loggamma(x).real, lambda r: positive(r, -3, 5)),
}


def pair(value):
    high = float(value)
    return [high, float(value - mpf(high))]


def rows(name):
    function, points = FUNCTIONS[name]
    rng = random.Random(name)
    # exact in single precision, so that one table serves both
    xs = sorted({single(x) for x in points(rng)})
    return [[x, *pair(function(mpf(x)))] for x in xs if x != 0]


if __name__ == "__main__":
    table = {name: rows(name) for name in FUNCTIONS}
    path = Path(__file__).parent / "accuracy.json"
    lines = [f"{json.dumps(name)}: {json.dumps(values, separators=(',', ':'))}" for name, values in table.items()]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n")
