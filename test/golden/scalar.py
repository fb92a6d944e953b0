"""Writes scalar.json: values of the scalar functions of src/reference/scalar.

    python test/golden/scalar.py

Each entry is a list of rows [argument, …, value, …]; a complex number takes two places, and "inf", "-inf", "nan" and "-0"
stand for numbers that JSON lacks. Values are computed with mpmath to at least 40 digits from the exact float64 arguments,
by definitions and series of its own wherever mpmath's function is not trusted far out in the plane. Entries that end in
" special" hold infinities, zeros, poles and nan, as JAX and NumPy have them; what differs from JAX on purpose is written out.
"""

import json
import math
import pathlib
import random
import warnings

import jax
import jax.numpy as jnp
import mpmath as mp
import numpy as np
from jax import lax

warnings.simplefilter("ignore")
np.seterr(all="ignore")
jax.config.update("jax_enable_x64", True)
mp.mp.dps = 50

INF, NAN = math.inf, math.nan
mpf = mp.mpf
table = {}


def write(value):
    value = float(value)
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    if value == 0 and math.copysign(1, value) < 0:
        return "-0"
    return int(value) if value == int(value) and abs(value) < 1e15 else value


def short(x):
    """Few digits, so that the file stays small; the float64 nearest to them is the argument."""
    return float(f"{x:.6g}")


def uniform(low, high, count):
    return [short(random.uniform(low, high)) for _ in range(count)]


def spread(low, high, count, signed=False):
    """Uniform in the logarithm."""
    values = [short(math.exp(random.uniform(math.log(low), math.log(high)))) for _ in range(count)]
    return [-x if signed and random.random() < 0.5 else x for x in values]


def near(centre, count, low=1e-15, high=0.3):
    return [centre + d for d in spread(low, high, count, True)]


def real(name, function, arguments, smallest=1e-300):
    """Rows of a function of reals; values below `smallest` or beyond float64 are left out."""
    random.seed(name)
    rows = []
    for row in arguments():
        row = row if isinstance(row, tuple) else (row,)
        value = function(*map(mpf, row))
        if value is not None and (value == 0 or smallest <= abs(value) < mpf(1.7e308)):
            rows.append([*map(write, row), write(value)])
    table[name] = rows


def special(name, function, rows, overrides=()):
    """Rows as JAX has them, unless `overrides` gives the value."""
    columns = [jnp.array(column, jnp.float64) for column in zip(*rows)]
    values = np.asarray(function(*columns))
    written = [[*map(write, row), write(value)] for row, value in zip(rows, values)]
    table[name + " special"] = written + [list(map(write, row)) for row in overrides]


# Error functions


def log_erfc(z):
    return mp.log(mp.erfc(z))


def erf_inverse(y):
    if abs(y) < 0.99:
        return mp.erfinv(y)
    z = mp.findroot(lambda z: log_erfc(z) - mp.log(1 - abs(y)), mp.sqrt(-mp.log(1 - abs(y))) * mpf(0.9))
    return z * mp.sign(y)


def erfcx(x):
    if x > 1e3:
        return (1 - 1 / (2 * x**2) + 3 / (4 * x**4) - 15 / (8 * x**6)) / (x * mp.sqrt(mp.pi))
    return mp.exp(x * x) * mp.erfc(x)


real("erf", mp.erf, lambda: uniform(-1, 1, 80) + uniform(-6, 6, 80) + spread(1e-300, 1, 40, True))
real("erfc", mp.erfc, lambda: uniform(-1, 1, 60) + uniform(-6, 26, 140) + spread(1e-300, 1, 20, True))
real("erfcx", erfcx, lambda: uniform(0, 6, 80) + uniform(-20, 0, 40) + spread(1e-5, 1e300, 60))
real("erfInv", erf_inverse, lambda: uniform(-1, 1, 100) + [1 - d for d in spread(1e-16, 1, 60)] + spread(1e-300, 1, 40, True))
special("erf", lax.erf, [(x,) for x in (0.0, -0.0, INF, -INF, NAN, 7.0, -7.0)])
special("erfc", lax.erfc, [(x,) for x in (0.0, -0.0, INF, -INF, NAN, -7.0, 28.0, 5e-324)], [[27.2, mp.erfc(mpf(27.2))]])
special("erfInv", lax.erf_inv, [(x,) for x in (0.0, -0.0, 1.0, -1.0, 2.0, -2.0, INF, NAN)], [[5e-324, 5e-324]])

# Gamma functions


def log_gamma(x):
    return mp.re(mp.loggamma(x)) if x > 0 else mp.log(abs(mp.gamma(x)))


def hurwitz(s, q, bernoulli=40):
    """ζ(s, q) for s > 1, real q that is no pole (then with integer s): Euler–Maclaurin far from the start."""
    shift = max(0, int(mp.ceil(-q)))
    first = mp.fsum((q + k) ** int(-s) for k in range(shift)) if shift else mpf(0)
    q += shift
    steps = max(60, int(s) + 20) if q < s + 60 else 0
    total = first + mp.fsum((q + k) ** -s for k in range(steps))
    a = q + steps
    total += a ** (1 - s) / (s - 1) + a**-s / 2
    rising = s * a ** (-s - 1)
    for k in range(1, bernoulli):
        total += mp.bernoulli(2 * k) / mp.factorial(2 * k) * rising
        rising *= (s + 2 * k - 1) * (s + 2 * k) / a**2
    return total


def polygamma(n, x):
    return (-1) ** (int(n) + 1) * mp.factorial(int(n)) * hurwitz(n + 1, x)


real(
    "lgamma",
    log_gamma,
    lambda: uniform(-2, 3, 100) + uniform(0, 20, 60) + spread(1e-300, 1e305, 60) + near(1, 20) + near(2, 20),
)
real("lgamma negative", log_gamma, lambda: uniform(-20, -2, 80) + [-x for x in spread(2, 1e4, 30)] + near(-2.457024738220801, 5))
root = 1.4616321449683622
real("digamma", mp.digamma, lambda: uniform(0, 3, 80) + uniform(0, 20, 60) + spread(1e-300, 1e305, 60) + near(root, 30))
real("digamma negative", mp.digamma, lambda: uniform(-20, 0, 80) + [-x for x in spread(1e-300, 1e4, 40)])
real(
    "zeta",
    hurwitz,
    lambda: list(zip((1 + x for x in spread(1e-8, 50, 80)), spread(1e-3, 1e3, 80)))
    + list(zip(uniform(1.01, 10, 60), uniform(0.1, 10, 60)))
    + list(zip(uniform(1.01, 200, 60), uniform(0.5, 300, 60)))
    + list(zip(spread(1.1, 1e3, 40), spread(1e-5, 1e5, 40))),
)
real("zeta negative", hurwitz, lambda: [(random.randint(2, 30), -x) for x in spread(1e-3, 300, 60)])
real(
    "polygamma",
    polygamma,
    lambda: [(random.randint(1, 10), x) for x in uniform(0, 20, 80)]
    + [(random.randint(1, 170), x) for x in uniform(0, 50, 60)]
    + [(random.randint(1, 170), x) for x in spread(1e-3, 1e5, 50)]
    + [(random.randint(1, 12), x) for x in spread(1e-30, 1e30, 40)]
    + [(random.randint(171, 400), x) for x in uniform(1, 400, 20)],
)
real("polygamma negative", polygamma, lambda: [(random.randint(1, 20), -x) for x in spread(1e-3, 60, 40)])
special(
    "lgamma",
    lax.lgamma,
    [(x,) for x in (0.0, -0.0, -1.0, -2.0, 1.0, 2.0, INF, -INF, NAN, 1e308, -1e20)],
    [[1e-310, mp.loggamma(mpf(1e-310))], [5e-324, -mp.log(mpf(5e-324))], [-5e-324, -mp.log(mpf(5e-324))]],
)
special("digamma", lax.digamma, [(x,) for x in (0.0, -0.0, -1.0, -2.0, INF, -INF, NAN, -1e20)])
special(
    "zeta",
    lax.zeta,
    [(1.0, 1.0), (1.0, 2.0), (0.5, 1.0), (0.0, 1.0), (-1.0, 1.0), (2.0, 0.0), (2.0, -0.0), (2.0, -1.0), (2.5, -0.5), (NAN, 1.0), (2.0, NAN), (2000.0, 1.0)],
    # The limits; JAX has nan, 0 for the underflowing one.
    [[INF, 1, 1], [INF, 2, 0], [INF, 0.5, INF], [2, INF, 0], [2.5, 0, INF], [2.5, -1, INF], [2, 1e300, 1e-300], [INF, -0.5, NAN]],
)
special(
    "polygamma",
    lax.polygamma,
    [(1.0, 0.0), (2.0, 0.0), (1.0, -1.0), (2.0, -1.0), (1.5, 2.0), (-1.0, 2.0), (NAN, 1.0), (1.0, NAN), (0.0, 0.0), (0.0, -1.0), (171.0, 1.0)],
    # The limits; JAX has nan.
    [[1, INF, 0], [2, INF, "-0"], [0, INF, INF], [1, -INF, NAN]],
)

# Incomplete gamma functions


def gamma_tail(a, x):
    """(P, Q), whichever of the two is computed first to full relative accuracy."""
    front = mp.exp(a * mp.log(x) - x - mp.loggamma(a + 1))
    if x < a + 60:
        term = total = mpf(1)
        n = 1
        while term > total * mp.eps:
            term *= x / (a + n)
            total += term
            n += 1
        return front * total, 1 - front * total
    b = x + 1 - a
    inverse = total = term = 1 / b
    n = 1
    while abs(term) > abs(total) * mp.eps:
        numerator = n * (a - n)
        b += 2
        following = 1 / (b + numerator * inverse)
        term *= -numerator * inverse * following
        inverse = following
        total += term
        n += 1
    return 1 - front * a * total, front * a * total


def lower_gamma(a, x):
    with mp.workdps(90):
        return gamma_tail(a, x)[0]


def upper_gamma(a, x):
    with mp.workdps(90 if a > 1e-20 else 400):
        return gamma_tail(a, x)[1]


def gradient_gamma(a, x):
    with mp.workdps(150):
        step = a * mpf(10) ** -40
        index = 0 if x < a + 60 else 1
        change = gamma_tail(a + step, x)[index] - gamma_tail(a - step, x)[index]
        return (change if index == 0 else -change) / (2 * step)


def sample_gradient(a, x):
    with mp.workdps(150):
        return -gradient_gamma(a, x) / mp.exp((a - 1) * mp.log(x) - x - mp.loggamma(a))


def gamma_arguments(scale):
    def arguments():
        rows = list(zip(spread(1e-3, 40, 80 * scale), spread(1e-3, 80, 80 * scale)))
        rows += list(zip(spread(1e-12, 1, 20 * scale), spread(1e-12, 1, 20 * scale)))
        rows += [(a, short(a * random.uniform(0.1, 5))) for a in spread(15, 500, 30 * scale)]
        for a in spread(20, 1e6, 40 * scale):
            x = short(a + math.sqrt(a) * random.uniform(-20, 20))
            if x > 0:
                rows.append((a, x))
        return rows

    return arguments


real("igamma", lower_gamma, gamma_arguments(2))
real("igammac", upper_gamma, gamma_arguments(2))
real("igammaGradA", gradient_gamma, gamma_arguments(1))
real("randomGammaGrad", sample_gradient, gamma_arguments(1))
gamma_special = [(0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (-1.0, 1.0), (1.0, -1.0), (NAN, 1.0), (1.0, NAN), (-1.0, 0.0), (0.0, INF), (1.0, INF), (100.0, 0.0), (INF, 0.0)]
special("igamma", lax.igamma, gamma_special, [[INF, 1, 0], [INF, INF, 1], [0.5, 1e-320, lower_gamma(mpf(0.5), mpf(1e-320))], [5e-324, 1e-10, 1]])
special("igammac", lax.igammac, gamma_special, [[INF, 1, 1], [INF, INF, 0], [1e-300, 1, upper_gamma(mpf(1e-300), mpf(1))]])
special("igammaGradA", lax.igamma_grad_a, gamma_special, [[INF, 1, NAN]])
special("randomGammaGrad", lax.random_gamma_grad, gamma_special, [[INF, 1, NAN]])

# The incomplete beta function


def beta_series(a, b, x):
    front = mp.exp(a * mp.log(x) + b * mp.log(1 - x) + mp.loggamma(a + b) - mp.loggamma(a + 1) - mp.loggamma(b))
    term = total = mpf(1)
    n = 0
    while term > total * mp.eps:
        term *= (a + b + n) * x / (a + 1 + n)
        total += term
        n += 1
    return front * total


def incomplete_beta(a, b, x):
    if x < 0.7:
        return beta_series(a, b, x)
    # Enough digits that the small difference keeps 40 of them.
    with mp.workdps(340):
        return 1 - beta_series(b, a, 1 - x)


def beta_arguments():
    rows = list(zip(spread(1e-3, 30, 100), spread(1e-3, 30, 100), uniform(0, 1, 100)))
    rows += list(zip(spread(1e-8, 1e3, 100), spread(1e-8, 1e3, 100), spread(1e-10, 1, 60) + [1 - d for d in spread(1e-10, 1, 40)]))
    for a, b in zip(spread(15, 1e4, 120), spread(15, 1e4, 120)):
        mean = a / (a + b)
        x = short(mean + math.sqrt(mean * (1 - mean) / (a + b)) * random.uniform(-15, 15))
        if 0 < x < 1:
            rows.append((a, b, x))
    for a, b, factor in zip(spread(100, 1e6, 80), spread(0.01, 30, 80), spread(0.01, 30, 80)):
        y = short(b / (a + b) * factor)
        if y < 1:
            rows += [(a, b, 1 - y), (b, a, y)]
    return rows


real("betainc", incomplete_beta, beta_arguments)
special(
    "betainc",
    lax.betainc,
    [(0.0, 1.0, 0.5), (1.0, 0.0, 0.5), (0.0, 0.0, 0.5), (1.0, 1.0, 0.0), (1.0, 1.0, 1.0), (1.0, 1.0, -0.1), (1.0, 1.0, 1.1), (-1.0, 1.0, 0.5), (1.0, -1.0, 0.5), (INF, 1.0, 0.5), (1.0, INF, 0.5), (INF, INF, 0.5), (NAN, 1.0, 0.5), (1.0, NAN, 0.5), (1.0, 1.0, NAN), (0.0, 1.0, 0.0), (0.0, 1.0, 1.0), (1.0, 0.0, 0.0), (1.0, 0.0, 1.0), (INF, 1.0, 1.0), (1.0, INF, 0.0), (0.0, INF, 0.5), (INF, 0.0, 0.5), (0.0, 0.0, 1.0)],
    [[1e15, 1e15, 0.5, 0.5], [1, 1, 1e-320, 1e-320], [1e308, 1, 0.5, 0]],
)

# Bessel functions


def scaled_bessel(order):
    def function(x):
        size = abs(x)
        if size > 1e3:
            term = total = mpf(1)
            for k in range(1, 12):
                term *= -(4 * order**2 - (2 * k - 1) ** 2) / (8 * k * size)
                total += term
            value = total / mp.sqrt(2 * mp.pi * size)
        else:
            value = mp.besseli(order, size) * mp.exp(-size)
        return -value if order == 1 and x < 0 else value

    return function


def bessel_arguments():
    return uniform(-10, 10, 100) + uniform(-50, 50, 40) + spread(1e-300, 1e300, 60, True)


real("i0e", scaled_bessel(0), bessel_arguments)
real("i1e", scaled_bessel(1), bessel_arguments)
for order in (0, 1):
    real(f"i{order}", lambda x: mp.besseli(order, x), lambda: uniform(-10, 10, 80) + uniform(-713, 713, 60) + spread(1e-300, 1, 20, True))
special("i0e", lax.bessel_i0e, [(x,) for x in (0.0, -0.0, INF, -INF, NAN)])
special("i1e", lax.bessel_i1e, [(x,) for x in (0.0, -0.0, INF, -INF, NAN)])
table["i0 special"] = [[0, 1], ["inf", "inf"], ["-inf", "inf"], ["nan", "nan"], [714, "inf"]]
table["i1 special"] = [[0, 0], ["-0", "-0"], ["inf", "inf"], ["-inf", "-inf"], ["nan", "nan"], [-714, "-inf"]]

# Elementary functions, and those of Math that the interpreter relies on

real("exp2", lambda x: mpf(2) ** x, lambda: uniform(-10, 10, 80) + uniform(-990, 1023, 60) + spread(1e-300, 1, 20, True))
real("rsqrt", lambda x: 1 / mp.sqrt(x), lambda: uniform(0, 10, 60) + spread(1e-300, 1e300, 60))
real("cbrt", lambda x: mp.sign(x) * mp.cbrt(abs(x)), lambda: uniform(-10, 10, 60) + spread(1e-300, 1e300, 60, True))
real("logistic", lambda x: 1 / (1 + mp.exp(-x)), lambda: uniform(-40, 40, 80) + uniform(-690, 690, 40) + spread(1e-300, 1, 20, True))
real(
    "power",
    lambda x, y: x**y,
    lambda: list(zip(spread(1e-2, 1e2, 80), uniform(-100, 100, 80))) + list(zip(spread(1e-150, 1e150, 40), uniform(-2, 2, 40))),
)
special("exp2", lax.exp2, [(x,) for x in (0.0, -0.0, INF, -INF, NAN, 1024.5)], [[-1074, 5e-324], [-1076, 0]])
special("rsqrt", lax.rsqrt, [(x,) for x in (0.0, -0.0, INF, -1.0, NAN)])
special("cbrt", lax.cbrt, [(x,) for x in (0.0, -0.0, INF, -INF, NAN, -8.0)])
special("logistic", lax.logistic, [(x,) for x in (0.0, INF, -INF, NAN, 800.0, -800.0)])
special(
    "power",
    lax.pow,
    [(x, y) for x in (0.0, -0.0, 1.0, -1.0, 0.5, -0.5, INF, -INF, NAN) for y in (0.0, -0.0, 1.0, -1.0, 2.0, -3.0, 0.5, INF, -INF, NAN)],
)
special("rem", lax.rem, [(5.0, 3.0), (-5.0, 3.0), (5.0, -3.0), (5.0, 0.0), (INF, 3.0), (3.0, INF), (-3.0, INF), (-0.0, 3.0), (5.5, 0.1), (1e300, 3.0), (NAN, 1.0), (1.0, NAN)])
special("roundHalfEven", lambda x: lax.round(x, lax.RoundingMethod.TO_NEAREST_EVEN), [(x,) for x in (0.0, -0.0, 0.5, -0.5, 1.5, -1.5, 2.5, 0.49999999999999994, -0.3, INF, -INF, NAN, 4503599627370495.5, 4503599627370497.0, 1e300)])
special("roundAwayFromZero", lambda x: lax.round(x, lax.RoundingMethod.AWAY_FROM_ZERO), [(x,) for x in (0.0, -0.0, 0.5, -0.5, 1.5, -1.5, 2.5, 0.49999999999999994, -0.3, INF, -INF, NAN, 4503599627370495.5, 4503599627370497.0, 1e300)])
after = [(x, y) for x in (0.0, -0.0, 1.0, -1.0, 2.0, INF, -INF, NAN, 1.5) for y in (0.0, -0.0, 3.0, -3.0, INF, NAN, 1.0)]
table["nextafter64 special"] = [[*map(write, row), write(np.nextafter(*row))] for row in after + [(5e-324, -1.0), (1.7976931348623157e308, INF)]]
table["nextafter32 special"] = [[*map(write, row), write(np.nextafter(*map(np.float32, row)))] for row in after + [(2.0**-149, -1.0), (3.4028234663852886e38, INF)]]
for name, numbers in (("Int32", (7, -7, 0, 3, -(2**31), 2**31 - 1, -1)), ("Uint32", (7, 0, 3, 2**31, 2**32 - 1))):
    pairs = [(x, y) for x in numbers for y in numbers]
    dtype = jnp.int32 if name == "Int32" else jnp.uint32
    x, y = (jnp.array(column, dtype) for column in zip(*pairs))
    table[f"divide{name} special"] = [[*row, int(v)] for row, v in zip(pairs, lax.div(x, y))]
    table[f"remainder{name} special"] = [[*row, int(v)] for row, v in zip(pairs, lax.rem(x, y))]

unit = lambda: uniform(-1, 1, 30) + spread(1e-300, 1, 10, True)
for name, function, arguments in (
    ("exp", mp.exp, lambda: uniform(-690, 709, 40)),
    ("expm1", mp.expm1, lambda: uniform(-40, 40, 30) + spread(1e-300, 1, 20, True)),
    ("log", mp.log, lambda: uniform(0, 2, 30) + spread(1e-300, 1e300, 20)),
    ("log1p", mp.log1p, lambda: uniform(-1, 3, 30) + spread(1e-300, 1e300, 20)),
    ("sin", mp.sin, lambda: uniform(-10, 10, 30) + spread(1e-300, 1e15, 20, True)),
    ("cos", mp.cos, lambda: uniform(-10, 10, 30) + spread(1e-300, 1e15, 20, True)),
    ("tan", mp.tan, lambda: uniform(-10, 10, 30) + spread(1e-300, 1e15, 20, True)),
    ("asin", mp.asin, unit),
    ("acos", mp.acos, unit),
    ("atan", mp.atan, lambda: uniform(-3, 3, 30) + spread(1e-300, 1e300, 20, True)),
    ("sinh", mp.sinh, lambda: uniform(-700, 700, 20) + uniform(-2, 2, 20) + spread(1e-300, 1, 10, True)),
    ("cosh", mp.cosh, lambda: uniform(-700, 700, 20) + uniform(-2, 2, 20)),
    ("tanh", mp.tanh, lambda: uniform(-20, 20, 20) + uniform(-2, 2, 20) + spread(1e-300, 1, 10, True)),
    ("asinh", mp.asinh, lambda: uniform(-3, 3, 30) + spread(1e-300, 1e300, 20, True)),
    ("acosh", mp.acosh, lambda: uniform(1, 3, 30) + spread(1, 1e300, 20)),
    ("atanh", mp.atanh, unit),
):
    real("Math." + name, function, arguments)

# Complex functions


def complex_rows(name, function, arguments, digits=60):
    random.seed(name)
    rows = []
    for row in arguments():
        with mp.workdps(digits):
            points = [mp.mpc(row[i], row[i + 1]) for i in range(0, len(row), 2)]
            value = function(*points)
            parts = (mp.re(value), mp.im(value))
        if all(part == 0 or 1e-300 < abs(part) < 1e308 for part in parts):
            rows.append([*map(write, row), *map(write, parts)])
    table["complex " + name] = rows


def plane(largest):
    """Points all over the plane, near the unit circle, and near ±1."""

    def arguments():
        rows = list(zip(uniform(-3, 3, 50), uniform(-3, 3, 50)))
        rows += list(zip(spread(1e-20, largest, 30, True), spread(1e-20, largest, 30, True)))
        for angle, gap in zip(uniform(-3.14, 3.14, 20), spread(1e-16, 0.1, 20, True)):
            rows.append(((1 + gap) * math.cos(angle), (1 + gap) * math.sin(angle)))
        rows += [(random.choice((-1, 1)) * (1 + gap), y) for gap, y in zip(spread(1e-15, 0.1, 15, True), spread(1e-20, 0.1, 15, True))]
        return rows

    return arguments


def turned(arguments):
    return lambda: [(y, x) for x, y in arguments()]


finite = plane(300)
wide = plane(1e20)
complex_rows("exp", mp.exp, finite)
complex_rows("exp2", lambda z: mp.exp(z * mp.log(2)), finite)
complex_rows("expm1", lambda z: mp.exp(z) - 1, finite)
complex_rows("logistic", lambda z: 1 / (1 + mp.exp(-z)), finite, 300)
for name in ("sinh", "cosh", "tanh"):
    complex_rows(name, getattr(mp, name), finite, 300)
for name in ("sin", "cos", "tan"):
    complex_rows(name, getattr(mp, name), turned(finite), 300)
for name in ("log", "sqrt", "asin", "acos", "acosh", "atanh"):
    complex_rows(name, getattr(mp, name), wide, 120)
for name in ("asinh", "atan"):
    complex_rows(name, getattr(mp, name), turned(wide), 120)
complex_rows("log1p", lambda z: mp.log(1 + z), wide, 120)
complex_rows("rsqrt", lambda z: 1 / mp.sqrt(z), wide)
complex_rows("reciprocal", lambda z: 1 / z, wide)
complex_rows("sign", lambda z: z / abs(z), wide)
complex_rows("abs", lambda z: mp.mpc(abs(z)), lambda: wide() + list(zip(spread(1e-300, 1e300, 30, True), spread(1e-300, 1e300, 30, True))))
pairs = lambda: [p + q for p, q in zip(wide(), reversed(wide()))]
complex_rows("div", lambda a, b: a / b, pairs)
complex_rows("pow", lambda a, b: mp.exp(b * mp.log(a)), lambda: list(zip(*(uniform(-3, 3, 80) for _ in range(4)))), 60)

# Where C99 leaves a sign open, and where NumPy gives nan, or drops the sign of a zero, but the limit is known.
def is_open(name, x, y):
    x_finite, y_finite = math.isfinite(x), math.isfinite(y)
    return (
        (name == "expm1" and not x_finite and not (y_finite and y))
        or (name == "log1p" and x == 0 == y)
        or (name in ("sin", "cos") and not x_finite and not y_finite)
        or (name in ("sinh", "cosh") and not x_finite and not y_finite)
        or (name in ("asin", "acos", "atan", "asinh", "acosh", "atanh") and (math.isnan(x) or math.isnan(y)) and (math.isinf(x) or math.isinf(y)))
    )


SPECIAL = (0.0, -0.0, 1.0, -1.0, 2.0, -0.5, INF, -INF, NAN)
POINTS = [(x, y) for x in SPECIAL for y in SPECIAL]
for name, function in (
    ("exp", np.exp),
    ("expm1", np.expm1),
    ("log", np.log),
    ("log1p", np.log1p),
    ("sqrt", np.sqrt),
    ("sin", np.sin),
    ("cos", np.cos),
    ("tan", np.tan),
    ("asin", np.arcsin),
    ("acos", np.arccos),
    ("atan", np.arctan),
    ("sinh", np.sinh),
    ("cosh", np.cosh),
    ("tanh", np.tanh),
    ("asinh", np.arcsinh),
    ("acosh", np.arccosh),
    ("atanh", np.arctanh),
):
    rows = []
    for x, y in POINTS:
        if is_open(name, x, y):
            continue
        point = np.zeros(1, complex)
        point.real[0], point.imag[0] = x, y
        value = function(point)[0]
        rows.append([*map(write, (x, y, value.real, value.imag))])
    table[f"complex {name} special"] = rows

# Quotients as JAX and C99's Annex G have them where NumPy gives nan.
rows = []
for row in [(1.0, 0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 0.0), (1.0, 1.0, 0.0, 0.0), (-1.0, 0.0, 0.0, 0.0), (INF, 0.0, 1.0, 0.0), (INF, INF, 1.0, 1.0), (1.0, 1.0, INF, 0.0), (1.0, 1.0, INF, INF), (INF, 0.0, INF, 0.0), (NAN, 0.0, 0.0, 0.0), (INF, NAN, 1.0, 0.0)]:
    value = complex(lax.div(lax.complex(jnp.float64(row[0]), jnp.float64(row[1])), lax.complex(jnp.float64(row[2]), jnp.float64(row[3]))))
    rows.append([*map(write, (*row, value.real, value.imag))])
table["complex div special"] = rows

# Values in two words, high and low


def words(name, function, rows):
    random.seed(name)
    written = []
    for row in rows():
        with mp.workdps(80):
            value = function(*map(mpf, row))
            high = float(value)
            written.append([*map(write, row), write(high), write(value - high)])
    table[name + " words"] = written


def deviance_arguments():
    sizes = spread(1e-3, 1e6, 60)
    return list(zip(sizes, spread(1e-3, 1e6, 60))) + [(a, short(a * (1 + gap))) for a, gap in zip(sizes, spread(1e-6, 0.5, 60, True))]


words("deviance", lambda a, x: x - a - a * mp.log(x / a), deviance_arguments)
words("logarithm", mp.log, lambda: [(x,) for x in spread(1e-300, 1e300, 40) + near(1, 40)])

path = pathlib.Path(__file__).with_suffix(".json")
lines = [f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(rows, separators=(',', ':'))}" for name, rows in table.items()]
path.write_text("{\n" + ",\n".join(lines) + "\n}\n")
