"""JAX: dense Hessians by jax.hessian; sparse ones as an expert would write them, since JAX has none: Hessians of elements by vmap,
added up in known places."""
import os
import sys

import jax
import jax.numpy as jnp
import numpy as np
from data import LAMBDA, MU, bundle, mesh, numbers
from serve import serve

jax.config.update("jax_enable_x64", True)


def data(shape, seed, dtype, scale=1.0):
    return jnp.asarray(numbers(int(np.prod(shape)), seed, scale).reshape(shape), dtype)


def called(make, *args):
    """The function is made, traced and compiled as part of the first call."""

    def setup():
        f = make()
        return lambda: jax.block_until_ready(f(*args))

    return setup, jax.tree.leaves


def dense(f, x):
    return called(lambda: jax.jit(jax.hessian(f)), x)


def product(f, x, v):
    return called(lambda: jax.jit(lambda a, t: jax.jvp(jax.grad(f), (a,), (t,))[1]), x, v)


def rosenbrock(x):
    return jnp.sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2)


def read_rosenbrock(dtype):
    x = data((1000,), 1, dtype, 2)

    def setup():
        f = jax.jit(jax.hessian(rosenbrock))
        return lambda: np.array(f(x))

    return setup, lambda result: [result]


def write_rosenbrock(dtype):
    x = data((1000,), 1, dtype, 2)
    out = np.empty((1000, 1000), dtype)

    def setup():
        f = jax.jit(jax.hessian(rosenbrock))

        def write():
            np.copyto(out, f(x))
            return out

        return write

    return setup, lambda result: [result]


def logistic(features, rows):
    def make(dtype):
        X = data((rows, features), 2, dtype)
        y = jnp.asarray(data((rows,), 3, dtype) > 0, dtype)

        def loss(w):
            z = X @ w
            return jnp.sum(jnp.logaddexp(0, z) - y * z)

        return dense(loss, data((features,), 4, dtype, 0.1))

    return make


def network(sizes, rows, dtype):
    X = data((rows, sizes[0]), 5, dtype)
    y = data((rows, sizes[-1]), 6, dtype)
    layers = [
        {"w": data((a, b), 7 + i, dtype, 2 / np.sqrt(a)), "b": data((b,), 17 + i, dtype, 0.1)}
        for i, (a, b) in enumerate(zip(sizes, sizes[1:]))
    ]

    def loss(parameters):
        h = X
        for i, layer in enumerate(parameters):
            h = h @ layer["w"] + layer["b"]
            if i < len(parameters) - 1:
                h = jnp.tanh(h)
        return jnp.mean((h - y) ** 2)

    return loss, layers


def hessian_of_network(sizes, rows):
    return lambda dtype: dense(*network(sizes, rows, dtype))


def hvp_network(dtype):
    loss, layers = network([64, 256, 256, 1], 256, dtype)
    return product(loss, layers, layers)


def gaussian_process(dtype):
    n = 100
    X = data((n, 3), 8, dtype, 2)
    y = data((n,), 9, dtype, 2)

    def likelihood(t):
        Z = X / jnp.exp(t[:3])
        distances = jnp.sum((Z[:, None] - Z[None]) ** 2, 2)
        K = jnp.exp(t[3]) * jnp.exp(-0.5 * distances) + (jnp.exp(t[4]) + 1e-6) * jnp.eye(n, dtype=dtype)
        L = jnp.linalg.cholesky(K)
        a = jax.scipy.linalg.solve_triangular(L, y, lower=True)
        return 0.5 * jnp.sum(a**2) + jnp.sum(jnp.log(jnp.diagonal(L)))

    return dense(likelihood, jnp.asarray([0.1, 0.2, -0.1, 0.3, -2], dtype))


def elements(x, parts):
    """The Hessian of a sum of element energies in compressed rows: `parts` gives (energy, unknowns of elements, data of elements)."""
    n = x.size

    def setup():
        # once: the pattern, and where each number of each element goes
        keys = [(index[:, :, None] * n + index[:, None, :]).ravel() for _, index, _ in parts]
        unique, slots = np.unique(np.concatenate(keys), return_inverse=True)
        indptr = np.searchsorted(unique, np.arange(n + 1) * n)
        indices = unique % n
        slots = jnp.asarray(slots)
        gathered = [jnp.asarray(index) for _, index, _ in parts]

        @jax.jit
        def evaluate(x):
            blocks = [
                jax.vmap(jax.hessian(energy))(x[index], *more).ravel()
                for (energy, _, more), index in zip(parts, gathered)
            ]
            return jax.ops.segment_sum(jnp.concatenate(blocks), slots, unique.size)

        return lambda: (indptr, indices, jax.block_until_ready(evaluate(x)))

    return setup, lambda result: result


def chain(n):
    def make(dtype):
        index = np.arange(n - 1)[:, None] + np.arange(2)
        return elements(data((n,), 1, dtype, 2), [(rosenbrock, index, ())])

    return make


def arrow(n, width=8):
    def make(dtype):
        inner = np.arange(n - width)[:, None] + np.arange(1, width + 1)
        # the pairs with themselves are functions of one variable
        i, j = np.meshgrid(np.arange(n), np.arange(width), indexing="ij")
        pairs = np.stack([i.ravel(), j.ravel()], 1)
        own, pairs = pairs[pairs[:, 0] == pairs[:, 1]][:, :1], pairs[pairs[:, 0] != pairs[:, 1]]
        parts = [
            (lambda s: jnp.cos(jnp.sum(s)), inner, ()),
            (lambda s: (s[0] + s[1]) ** 2, pairs, ()),
            (lambda s: (s[0] + s[0]) ** 2, own, ()),
        ]
        return elements(data((n,), 1, dtype, 2), parts)

    return make


def neo_hookean(cells):
    def make(dtype):
        places, triangles = mesh(cells)
        index = (2 * triangles[:, :, None] + np.arange(2)).reshape(-1, 6)

        def energy(s):
            vertices = s.reshape(3, 2)
            edges = vertices[1:] - vertices[0]
            determinant = edges[0, 0] * edges[1, 1] - edges[0, 1] * edges[1, 0]
            volume = LAMBDA / 2 * (determinant - 1 - MU / LAMBDA) ** 2
            return 0.5 * (MU / 2 * (jnp.sum(edges**2) - 2) + volume)

        return elements(jnp.asarray(places, dtype), [(energy, index, ())])

    return make


def bundle_adjustment(dtype):
    problem = bundle()
    index = np.concatenate(
        [
            11 * problem["camera"][:, None] + np.arange(11),
            11 * problem["cameras"] + 3 * problem["point"][:, None] + np.arange(3),
        ],
        1,
    )

    def energy(s, feature, weight):
        rotation, centre, focal, principal, distortion, point = s[:3], s[3:6], s[6], s[7:9], s[9:11], s[11:]
        offset = point - centre
        angle = jnp.sqrt(jnp.sum(rotation**2))
        axis = rotation / angle
        cosine, sine = jnp.cos(angle), jnp.sin(angle)
        turned = offset * cosine + jnp.cross(axis, offset) * sine + axis * (jnp.sum(axis * offset) * (1 - cosine))
        projected = turned[:2] / turned[2]
        squared = jnp.sum(projected**2)
        factor = 1 + distortion[0] * squared + distortion[1] * squared**2
        pixel = focal * (projected * factor) + principal
        return 0.5 * jnp.sum((weight * (pixel - feature)) ** 2)

    more = (jnp.asarray(problem["features"], dtype), jnp.asarray(problem["weights"], dtype))
    return elements(jnp.asarray(problem["x"], dtype), [(energy, index, more)])


CASES = {
    "call": lambda dtype: called(lambda: jax.jit(lambda x: x + 1), data((1,), 1, dtype)),
    **{f"rosenbrock-{n}": lambda dtype, n=n: dense(rosenbrock, data((n,), 1, dtype, 2)) for n in (2, 10, 100, 1000)},
    "rosenbrock-1000-read": read_rosenbrock,
    "rosenbrock-1000-into": write_rosenbrock,
    "logistic-50": logistic(50, 500),
    "logistic-200": logistic(200, 2000),
    "network-161": hessian_of_network([8, 16, 1], 100),
    "network-1633": hessian_of_network([16, 32, 32, 1], 256),
    "gaussian-process": gaussian_process,
    "hvp-network": hvp_network,
    "hvp-rosenbrock": lambda dtype: product(rosenbrock, data((10**6,), 1, dtype, 2), data((10**6,), 2, dtype, 2)),
    **{f"chain-1e{e}": chain(10**e) for e in range(2, 7)},
    **{f"arrow-{n}": arrow(n) for n in (100, 1000, 3200, 10000, 100000)},
    **{f"mesh-{n}": neo_hookean(n) for n in (7, 22, 70, 100, 220)},
    "bundle": bundle_adjustment,
}

serve(f"JAX {jax.__version__}, Python {sys.version.split()[0]}", CASES)
