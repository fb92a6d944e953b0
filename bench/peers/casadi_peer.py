"""CasADi: Hessians of symbolic expressions, evaluated by its virtual machine into buffers that are made once."""
import sys

import casadi
import numpy as np
from casadi import MX, SX
from data import LAMBDA, MU, bundle, mesh, numbers
from serve import serve


def evaluated(make):
    """`make()` gives (function, inputs); its one output is read as compressed columns, which are rows too, by symmetry."""
    shape = {}

    def setup():
        f, inputs = make()
        out = np.zeros(f.nnz_out(0))
        buffer, evaluate = f.buffer()
        kept = [np.ascontiguousarray(value, np.float64) for value in inputs]
        for i, value in enumerate(kept):
            buffer.set_arg(i, memoryview(value))
        buffer.set_res(0, memoryview(out))
        shape["pattern"] = f.sparsity_out(0)
        shape["kept"] = f, buffer, kept  # the evaluation refers to these

        def call():
            evaluate()
            return out

        return call

    return setup, shape


def dense(make):
    setup, shape = evaluated(make)

    def values(out):
        pattern = shape["pattern"]
        full = np.zeros(pattern.shape)
        full[pattern.row(), np.repeat(np.arange(pattern.size2()), np.diff(pattern.colind()))] = out
        return [full]

    return setup, values


def sparse(make):
    setup, shape = evaluated(make)
    return setup, lambda out: (np.array(shape["pattern"].colind()), np.array(shape["pattern"].row()), out)


def hessian_of(symbol, value, options=None):
    H, _ = casadi.hessian(value, symbol)
    return casadi.Function("H", [symbol], [H], options or {})


def rosenbrock(x):
    return casadi.sum1(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2)


def hessian_of_rosenbrock(n):
    def make():
        x = SX.sym("x", n)
        return hessian_of(x, rosenbrock(x)), [numbers(n, 1, 2)]

    return make


def read_rosenbrock(keep):
    """CasADi's Hessian is sparse: the dense array is filled in for the caller, who may keep it for the next call."""
    n = 1000
    setup, shape = evaluated(hessian_of_rosenbrock(n))

    def read():
        call = setup()
        pattern = shape["pattern"]
        rows = np.array(pattern.row())
        columns = np.repeat(np.arange(n), np.diff(pattern.colind()))
        kept = np.zeros((n, n))

        def fill():
            full = kept if keep else np.zeros((n, n))
            full[rows, columns] = call()
            return full

        return fill

    return read, lambda full: [full]


def logistic(features, rows):
    def make():
        w = MX.sym("w", features)
        z = MX(casadi.DM(numbers(rows * features, 2).reshape(rows, features))) @ w
        y = casadi.DM((numbers(rows, 3) > 0).astype(np.float64))
        # log(1 + exp z) without overflow
        value = casadi.sum1(casadi.fmax(z, 0) + casadi.log1p(casadi.exp(-casadi.fabs(z))) - y * z)
        return hessian_of(w, value), [numbers(features, 4, 0.1)]

    return lambda dtype: dense(make)


def network(sizes, rows, flat):
    """The loss as a function of all parameters, b before w in each layer, each in row-major order."""
    X = casadi.DM(numbers(rows * sizes[0], 5).reshape(rows, sizes[0]))
    y = casadi.DM(numbers(rows * sizes[-1], 6).reshape(rows, sizes[-1]))
    h, at, values = X, 0, []
    for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
        bias = flat[at : at + b]
        weights = casadi.reshape(flat[at + b : at + b + a * b], b, a).T
        at += b + a * b
        h = h @ weights + casadi.repmat(bias.T, rows, 1)
        if i < len(sizes) - 2:
            h = casadi.tanh(h)
        values += [numbers(b, 17 + i, 0.1), numbers(a * b, 7 + i, 2 / np.sqrt(a))]
    return casadi.sum1(casadi.sum2((h - y) ** 2)) / (rows * sizes[-1]), np.concatenate(values)


def blocks(full, sizes):
    """The dense matrix as the blocks of b and w in each layer."""
    lengths = [length for a, b in zip(sizes, sizes[1:]) for length in (b, a * b)]
    ends = np.cumsum([0, *lengths])
    spans = [slice(start, end) for start, end in zip(ends, ends[1:])]
    return [full[rows, columns] for rows in spans for columns in spans]


def hessian_of_network(sizes, rows):
    def make():
        count = sum(b + a * b for a, b in zip(sizes, sizes[1:]))
        flat = MX.sym("p", count)
        value, at = network(sizes, rows, flat)
        return hessian_of(flat, value), [at]

    def case(dtype):
        setup, values = dense(make)
        return setup, lambda out: blocks(values(out)[0], sizes)

    return case


def product(make):
    setup, _ = evaluated(make)
    return setup, lambda out: [out]


def hvp_network(dtype):
    sizes = [64, 256, 256, 1]

    def make():
        count = sum(b + a * b for a, b in zip(sizes, sizes[1:]))
        flat, tangent = MX.sym("p", count), MX.sym("t", count)
        value, at = network(sizes, 256, flat)
        result = casadi.jtimes(casadi.gradient(value, flat), flat, tangent)
        return casadi.Function("Hv", [flat, tangent], [casadi.densify(result)]), [at, at]

    return product(make)


def hvp_rosenbrock(dtype):
    n = 10**6

    def make():
        x, v = MX.sym("x", n), MX.sym("v", n)
        result = casadi.jtimes(casadi.gradient(rosenbrock(x), x), x, v)
        return casadi.Function("Hv", [x, v], [casadi.densify(result)]), [numbers(n, 1, 2), numbers(n, 2, 2)]

    return product(make)


def arrow(n, width=8):
    def make():
        x = SX.sym("x", n)
        m = n - width
        inner = sum(x[k : m + k] for k in range(1, width + 1))
        value = casadi.sum1(casadi.cos(inner)) + sum(casadi.sum1((x + x[k]) ** 2) for k in range(width))
        return hessian_of(x, value), [numbers(n, 1, 2)]

    return make


def neo_hookean(cells):
    def make():
        places, triangles = mesh(cells)
        x = SX.sym("x", places.size)
        corner = [[x[(2 * triangles[:, k] + c).tolist()] for c in range(2)] for k in range(3)]
        edges = [[corner[k][c] - corner[0][c] for c in range(2)] for k in (1, 2)]
        determinant = edges[0][0] * edges[1][1] - edges[0][1] * edges[1][0]
        squares = sum(edges[k][c] ** 2 for k in range(2) for c in range(2))
        energy = 0.5 * (MU / 2 * (squares - 2) + LAMBDA / 2 * (determinant - 1 - MU / LAMBDA) ** 2)
        return hessian_of(x, casadi.sum1(energy)), [places]

    return make


def bundle_adjustment():
    problem = bundle()
    x = SX.sym("x", problem["x"].size)
    camera, point = problem["camera"], problem["point"]
    c = [x[(11 * camera + k).tolist()] for k in range(11)]
    p = [x[(11 * problem["cameras"] + 3 * point + k).tolist()] for k in range(3)]
    offset = [p[k] - c[3 + k] for k in range(3)]
    angle = casadi.sqrt(c[0] ** 2 + c[1] ** 2 + c[2] ** 2)
    axis = [c[k] / angle for k in range(3)]
    cosine, sine = casadi.cos(angle), casadi.sin(angle)
    along = sum(axis[k] * offset[k] for k in range(3)) * (1 - cosine)
    turned = []
    for k in range(3):
        i, j = (k + 1) % 3, (k + 2) % 3
        turned.append(offset[k] * cosine + (axis[i] * offset[j] - axis[j] * offset[i]) * sine + axis[k] * along)
    u, v = turned[0] / turned[2], turned[1] / turned[2]
    squared = u**2 + v**2
    factor = 1 + c[9] * squared + c[10] * squared**2
    weights = casadi.DM(problem["weights"])
    residuals = [
        weights * (c[6] * (part * factor) + c[7 + k] - casadi.DM(problem["features"][:, k]))
        for k, part in enumerate((u, v))
    ]
    return hessian_of(x, casadi.sum1(0.5 * (residuals[0] ** 2 + residuals[1] ** 2))), [problem["x"]]


def gaussian_process(dtype):
    n = 100

    def make():
        X = casadi.DM(numbers(3 * n, 8, 2).reshape(n, 3))
        y = casadi.DM(numbers(n, 9, 2))
        t = SX.sym("t", 5)
        distances = sum(
            ((casadi.repmat(X[:, k], 1, n) - casadi.repmat(X[:, k].T, n, 1)) / casadi.exp(t[k])) ** 2 for k in range(3)
        )
        K = casadi.exp(t[3]) * casadi.exp(-0.5 * distances) + (casadi.exp(t[4]) + 1e-6) * casadi.DM.eye(n)
        L = casadi.chol(K).T
        a = casadi.solve(L, y)
        return hessian_of(t, 0.5 * casadi.sumsqr(a) + casadi.sum1(casadi.log(casadi.diag(L)))), [
            np.array([0.1, 0.2, -0.1, 0.3, -2])
        ]

    return dense(make)


def add_one(dtype):
    def make():
        x = SX.sym("x")
        return casadi.Function("f", [x], [x + 1]), [numbers(1, 1)]

    return product(make)


CASES = {
    "call": add_one,
    **{f"rosenbrock-{n}": lambda dtype, n=n: dense(hessian_of_rosenbrock(n)) for n in (2, 10, 100, 1000)},
    "rosenbrock-1000-read": lambda dtype: read_rosenbrock(False),
    "rosenbrock-1000-into": lambda dtype: read_rosenbrock(True),
    "logistic-50": logistic(50, 500),
    "logistic-200": logistic(200, 2000),
    "network-161": hessian_of_network([8, 16, 1], 100),
    "network-1633": hessian_of_network([16, 32, 32, 1], 256),
    "gaussian-process": gaussian_process,
    "hvp-network": hvp_network,
    "hvp-rosenbrock": hvp_rosenbrock,
    **{f"chain-1e{e}": lambda dtype, e=e: sparse(hessian_of_rosenbrock(10**e)) for e in range(2, 7)},
    **{f"arrow-{n}": lambda dtype, n=n: sparse(arrow(n)) for n in (100, 1000, 3200, 10000, 100000)},
    **{f"mesh-{n}": lambda dtype, n=n: sparse(neo_hookean(n)) for n in (7, 22, 70, 100, 220)},
    "bundle": lambda dtype: sparse(bundle_adjustment),
}

serve(f"CasADi {casadi.__version__}, Python {sys.version.split()[0]}", CASES)
