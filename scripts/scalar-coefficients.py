"""Derives the coefficient tables of src/reference/scalar and src/kernel/math from definitions alone, with mpmath.

Each rational approximation interpolates its function at the Chebyshev nodes of the stated interval (which is within
a small factor of the minimax error); each polynomial is a truncated Chebyshev expansion in monomial form. Prints
TypeScript constants, lowest power first, and the largest relative error of each before rounding to float64.

    python scripts/scalar-coefficients.py
"""
import mpmath as mp

mp.mp.dps = 60


def rational(function, low, high, numerator_degree, denominator_degree):
    count = numerator_degree + denominator_degree + 1
    nodes = [(low + high) / mp.mpf(2) + (high - low) / mp.mpf(2) * mp.cos(mp.pi * (2 * k + 1) / (2 * count)) for k in range(count)]
    system, right = mp.matrix(count, count), mp.matrix(count, 1)
    for i, x in enumerate(nodes):
        y = function(x)
        for j in range(numerator_degree + 1):
            system[i, j] = x**j
        for j in range(1, denominator_degree + 1):
            system[i, numerator_degree + j] = -y * x**j
        right[i] = y
    solution = mp.lu_solve(system, right)
    numerator = [solution[i] for i in range(numerator_degree + 1)]
    denominator = [mp.mpf(1)] + [solution[numerator_degree + j] for j in range(1, denominator_degree + 1)]
    return numerator, denominator


def chebyshev(function, degree):
    """Polynomial on [-1, 1]."""
    return mp.chebyfit(function, [-1, 1], degree + 1)[::-1]


def worst(function, approximation, low, high):
    points = [low + (high - low) * mp.mpf(k) / 500 for k in range(501)]
    return max(abs(approximation(x) / function(x) - 1) for x in points)


def show(name, coefficients):
    body = ', '.join(repr(float(c)) for c in coefficients)
    print(f'const {name}: readonly number[] = [{body}];')


def show_rational(name, function, low, high, degrees):
    low, high = mp.mpf(low), mp.mpf(high)
    p, q = rational(function, low, high, *degrees)
    error = worst(function, lambda x: mp.polyval(p[::-1], x) / mp.polyval(q[::-1], x), low, high)
    print(f'// {name}: [{mp.nstr(low, 4)}, {mp.nstr(high, 4)}], relative error {mp.nstr(error, 2)}')
    show(name + '_NUMERATOR', p)
    show(name + '_DENOMINATOR', q)


def show_chebyshev(name, function, degree):
    p = chebyshev(function, degree)
    error = worst(function, lambda x: mp.polyval(p[::-1], x), mp.mpf(-1), mp.mpf(1))
    print(f'// {name}: relative error {mp.nstr(error, 2)}')
    show(name, p)


def near(x, centre):
    return abs(x - centre) < mp.mpf(10) ** -15


half = mp.mpf(1) / 2


# error.ts: erf(x)/x in s = x²; erfcx(x) in x; x·√π·erfcx(x) in s = 1/x².
def erf_over_x(s):
    return mp.erf(mp.sqrt(s)) / mp.sqrt(s) if s else 2 / mp.sqrt(mp.pi)


def erfcx(x):
    return mp.exp(x * x) * mp.erfc(x)


def erfcx_tail(s):
    if s < mp.mpf(10) ** -6:
        return mp.mpf(1) - s / 2 + 3 * s**2 / 4 - 15 * s**3 / 8 + 105 * s**4 / 16
    return erfcx(1 / mp.sqrt(s)) / mp.sqrt(s) * mp.sqrt(mp.pi)


show_rational('ERF', erf_over_x, 0, 1, (6, 5))
show_rational('ERFCX', erfcx, 0, 4, (9, 10))
show_rational('ERFCX_TAIL', erfcx_tail, 0, mp.mpf(1) / 16, (6, 6))


# erfInv(y)/y in 0.64 - y² for |y| < 0.8; beyond, erfInv(y) in r = √(-log(1 - |y|)), less where the intervals of r begin.
def inverse_centre(t):
    y = mp.sqrt(mp.mpf('0.64') - t)
    return mp.erfinv(y) / y if y else mp.sqrt(mp.pi) / 2


def inverse_tail(start):
    return lambda t: mp.erfinv(1 - mp.exp(-((t + start) ** 2)))


show_rational('ERF_INV', inverse_centre, 0, mp.mpf('0.64'), (7, 7))
for name, start, end, degrees in (('ERF_INV_MIDDLE', '1.265', '2.75', (7, 6)), ('ERF_INV_TAIL', '2.75', '6.07', (7, 7))):
    start = mp.mpf(start)
    show_rational(name, inverse_tail(start), 0, mp.mpf(end) - start, degrees)


# gamma.ts: log Γ(x)/((x-1)(x-2)) less its value at 3/2, over x - 3/2, in t = x - ½; ψ without its zero.
def log_gamma_without_roots(x):
    if near(x, 1):
        return mp.euler + 0
    return 1 - mp.euler if near(x, 2) else mp.loggamma(x) / ((x - 1) * (x - 2))


middle = mp.mpf(3) / 2
centre = log_gamma_without_roots(middle)


def log_gamma_slope(t):
    x = t + half
    return mp.diff(log_gamma_without_roots, middle) if near(x, middle) else (log_gamma_without_roots(x) - centre) / (x - middle)


root = mp.findroot(mp.digamma, mp.mpf('1.4616321449683623'))


def digamma_without_root(t):
    x = 1 + t
    return mp.psi(1, root) if near(x, root) else mp.digamma(x) / (x - root)


print(f'// log Γ, centre: {float(centre)!r}')
show_rational('LOG_GAMMA', log_gamma_slope, 0, 2, (9, 9))
high = mp.mpf(float(root))
print(f'// digamma root: {float(high)!r} + {float(root - high)!r}')
show_rational('DIGAMMA', digamma_without_root, 0, 1, (6, 6))


# bessel.ts: (I₀ - 1)/q and (2·I₁/x - 1)/q in q = x²/4 on [0, 16], mapped; √x·e⁻ˣ·I on [8, ∞) in s = 16/x - 1.
def quarter_square(t):
    return 8 * (t + 1)


def i0_small(t):
    q = quarter_square(t)
    return (mp.besseli(0, 2 * mp.sqrt(q)) - 1) / q if q else mp.mpf(1)


def i1_small(t):
    q = quarter_square(t)
    return (mp.besseli(1, 2 * mp.sqrt(q)) / mp.sqrt(q) - 1) / q if q else half


def bessel_large(order):
    def function(s):
        t = (s + 1) / 16
        return mp.besseli(order, 1 / t) * mp.exp(-1 / t) / mp.sqrt(t) if t else 1 / mp.sqrt(2 * mp.pi)

    return function


def in_quarter_square(coefficients):
    """The polynomial in t = q/8 - 1 rewritten in q."""
    total = [mp.mpf(0)]
    for c in reversed(coefficients):
        shifted = [mp.mpf(0)] + [v / 8 for v in total]
        total = [(shifted[i] if i < len(shifted) else 0) - (total[i] if i < len(total) else 0) for i in range(len(shifted))]
        total[0] += c
    return total


for name, function in (('I0_SMALL', i0_small), ('I1_SMALL', i1_small)):
    p = chebyshev(function, 16)
    print(f'// {name}: relative error {mp.nstr(worst(function, lambda t: mp.polyval(p[::-1], t), mp.mpf(-1), mp.mpf(1)), 2)}')
    show(name, [c for c in in_quarter_square(p) if c])
show_chebyshev('I0_LARGE', bessel_large(0), 23)
show_chebyshev('I1_LARGE', bessel_large(1), 23)


# incomplete/temme.ts: η/(λ-1) as a power series of η, where η²/2 = λ - 1 - log λ (DLMF 8.12).
def temme(count):
    q = [mp.mpf(0)] * (count + 3)
    c = [mp.mpf(0)] * (count + 3)
    c[1] = mp.mpf(1)
    q[2] = mp.mpf(1)
    for k in range(3, count + 2):
        q[k] = 2 * c[k - 2] / k
        c[k - 1] = (q[k] - sum(c[i] * c[k - i] for i in range(2, k - 1))) / 2
    d = [mp.mpf(1)]
    for n in range(1, count):
        d.append(-sum(c[j + 1] * d[n - j] for j in range(1, n + 1)))
    return d


show('TEMME', temme(32))

# Euler–Maclaurin: B₂ₖ/(2k)!; Stirling: B₂ₖ/(2k(2k-1)); digamma: B₂ₖ/(2k).
show('BERNOULLI_OVER_FACTORIAL', [mp.bernoulli(2 * k) / mp.factorial(2 * k) for k in range(1, 17)])
show('STIRLING', [mp.bernoulli(2 * k) / (2 * k * (2 * k - 1)) for k in range(1, 11)])
show('DIGAMMA_TAIL', [mp.bernoulli(2 * k) / (2 * k) for k in range(1, 11)])


# kernel/math/inverse.ts: (atan(t)/t - 1)/t² and (asin(t)/t - 1)/t² in t² on [0, ¼]; root.ts: ∛x on [1, 8].
def tail_of(function, first):
    def tail(z):
        t = mp.sqrt(z)
        return (function(t) / t - 1) / z if z > mp.mpf(10) ** -20 else first

    return tail


third, sixth = mp.mpf(1) / 3, mp.mpf(1) / 6
for name, function, low, high, degree in (
    ('ATAN_TAIL', tail_of(mp.atan, -third), 0, mp.mpf(1) / 4, 12),
    ('ATAN_TAIL_SINGLE', tail_of(mp.atan, -third), 0, mp.mpf(1) / 4, 5),
    ('ASIN_TAIL', tail_of(mp.asin, sixth), 0, mp.mpf(1) / 4, 12),
    ('ASIN_TAIL_SINGLE', tail_of(mp.asin, sixth), 0, mp.mpf(1) / 4, 5),
    ('CBRT_START', mp.cbrt, 1, 8, 4),
):
    show(name, mp.chebyfit(function, [low, high], degree + 1)[::-1])
