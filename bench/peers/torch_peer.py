"""PyTorch: torch.func.hessian, eager."""
import sys

import numpy as np
import torch
from data import numbers
from serve import serve


def data(shape, seed, dtype, scale=1.0):
    return torch.tensor(numbers(int(np.prod(shape)), seed, scale).reshape(shape), dtype=getattr(torch, dtype))


def leaves(tree):
    """In the order of sorted keys and list positions."""
    if isinstance(tree, torch.Tensor):
        return [tree.numpy()]
    values = [tree[key] for key in sorted(tree)] if isinstance(tree, dict) else tree
    return [leaf for value in values for leaf in leaves(value)]


def dense(f, x):
    def setup():
        hessian = torch.func.hessian(f)
        return lambda: hessian(x)

    return setup, leaves


def product(f, x, v):
    return lambda: lambda: torch.func.jvp(torch.func.grad(f), (x,), (v,))[1], leaves


def rosenbrock(x):
    return torch.sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2)


def read_rosenbrock(dtype):
    x = data((1000,), 1, dtype, 2)

    def setup():
        hessian = torch.func.hessian(rosenbrock)
        return lambda: np.array(hessian(x))

    return setup, lambda result: [result]


def write_rosenbrock(dtype):
    x = data((1000,), 1, dtype, 2)
    out = np.empty((1000, 1000), dtype)

    def setup():
        hessian = torch.func.hessian(rosenbrock)

        def write():
            np.copyto(out, hessian(x))
            return out

        return write

    return setup, lambda result: [result]


def logistic(features, rows):
    def make(dtype):
        X = data((rows, features), 2, dtype)
        y = (data((rows,), 3, dtype) > 0).to(X.dtype)
        zero = torch.zeros((), dtype=X.dtype)

        def loss(w):
            z = X @ w
            return torch.sum(torch.logaddexp(zero, z) - y * z)

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
                h = torch.tanh(h)
        return torch.mean((h - y) ** 2)

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
    eye = torch.eye(n, dtype=X.dtype)

    def likelihood(t):
        Z = X / torch.exp(t[:3])
        distances = torch.sum((Z[:, None] - Z[None]) ** 2, 2)
        K = torch.exp(t[3]) * torch.exp(-0.5 * distances) + (torch.exp(t[4]) + 1e-6) * eye
        L = torch.linalg.cholesky(K)
        a = torch.linalg.solve_triangular(L, y[:, None], upper=False)
        return 0.5 * torch.sum(a**2) + torch.sum(torch.log(torch.diagonal(L)))

    return dense(likelihood, torch.tensor([0.1, 0.2, -0.1, 0.3, -2], dtype=X.dtype))


def add_one(dtype):
    x = data((1,), 1, dtype)
    return lambda: lambda: x + 1, leaves


CASES = {
    "call": add_one,
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
}

serve(f"PyTorch {torch.__version__}, Python {sys.version.split()[0]}", CASES)
