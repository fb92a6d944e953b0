"""Answers on stdin/stdout, one JSON object a line, as nabla.mjs does."""
import json
import sys
import time

import jax
import jax.numpy as jnp
import numpy as np

jax.config.update("jax_enable_x64", True)
GOLDEN = 0.6180339887498949


def data(shape, seed, dtype, scale=1.0):
    product = (np.arange(int(np.prod(shape)), dtype=np.float64) + seed) * GOLDEN
    return jnp.asarray((scale * (product - np.floor(product) - 0.5)).reshape(shape), dtype)


def rosenbrock(x):
    return jnp.sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2)


def logistic(features, rows):
    def make(dtype):
        X = data((rows, features), 2, dtype)
        y = jnp.asarray(data((rows,), 3, dtype) > 0, dtype)

        def loss(w):
            z = X @ w
            return jnp.sum(jnp.logaddexp(0, z) - y * z)

        return jax.jit(jax.hessian(loss)), [data((features,), 4, dtype, 0.1)]

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
    def make(dtype):
        loss, layers = network(sizes, rows, dtype)
        return jax.jit(jax.hessian(loss)), [layers]

    return make


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

    return jax.jit(jax.hessian(likelihood)), [jnp.asarray([0.1, 0.2, -0.1, 0.3, -2], dtype)]


def product_of(f, x, v):
    return jax.jit(lambda a, t: jax.jvp(jax.grad(f), (a,), (t,))[1]), [x, v]


def hvp_network(dtype):
    loss, layers = network([64, 256, 256, 1], 256, dtype)
    return product_of(loss, layers, layers)


CASES = {
    **{
        f"rosenbrock-{n}": lambda dtype, n=n: (jax.jit(jax.hessian(rosenbrock)), [data((n,), 1, dtype, 2)])
        for n in (2, 10, 100, 1000)
    },
    "logistic-50": logistic(50, 500),
    "logistic-200": logistic(200, 2000),
    "network-161": hessian_of_network([8, 16, 1], 100),
    "network-1633": hessian_of_network([16, 32, 32, 1], 256),
    "gaussian-process": gaussian_process,
    "hvp-network": hvp_network,
    "hvp-rosenbrock": lambda dtype: product_of(
        rosenbrock, data((1000000,), 1, dtype, 2), data((1000000,), 2, dtype, 2)
    ),
}


def leaves(tree):
    """In the order of sorted keys and list positions, as nabla has them."""
    return jax.tree.leaves(tree)


def fingerprint(tree):
    values = np.concatenate([np.asarray(leaf, np.float64).ravel() for leaf in leaves(tree)])
    weights = (np.arange(values.size) % 97) / 97
    return [float(values.sum()), float(np.abs(values).sum()), float((values * weights).sum())]


def main():
    print(json.dumps({"ready": f"JAX {jax.__version__}, Python {sys.version.split()[0]}"}), flush=True)
    f, args = None, None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["op"] == "prepare":
                f, args = CASES[request["case"]](request["dtype"])
                start = time.perf_counter()
                result = jax.block_until_ready(f(*args))
                reply = {"first": 1e3 * (time.perf_counter() - start), "fingerprint": fingerprint(result)}
            else:
                start = time.perf_counter()
                for _ in range(request["count"]):
                    jax.block_until_ready(f(*args))
                reply = {"time": 1e3 * (time.perf_counter() - start) / request["count"]}
        except Exception as error:  # noqa: BLE001: whatever it is, the harness reports it
            reply = {"error": repr(error)}
        print(json.dumps(reply), flush=True)


main()
