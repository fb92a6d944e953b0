"""Writes dense.json: what LAPACK, called by JAX, makes of small matrices.

    python test/golden/dense.py [seed] [path]

A matrix is [rows, columns, is complex, base64 of float64 numbers in row-major order, complex ones interleaved]. The
default seed gives the file that is kept; others are for looking further.
"""

import base64
import json
import pathlib
import sys

import jax
import jax.numpy as jnp
import numpy as np
from jax._src.lax.linalg import geqrf
from jax.lax import linalg

jax.config.update("jax_enable_x64", True)

SEED = int(sys.argv[1]) if len(sys.argv) > 1 else 0
PATH = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else pathlib.Path(__file__).with_suffix(".json")
rng = np.random.default_rng(SEED)


def describe(value):
    """A vector or matrix as JSON."""
    x = np.asarray(value)
    x = x.reshape(1, -1) if x.ndim == 1 else x
    is_complex = np.iscomplexobj(x)
    buffer = np.ascontiguousarray(x, dtype=np.complex128 if is_complex else np.float64).tobytes()
    return [*x.shape, is_complex, base64.b64encode(buffer).decode()]


def random(m, n, is_complex=False):
    x = rng.standard_normal((m, n))
    return x + 1j * rng.standard_normal((m, n)) if is_complex else x


def integers(m, n, is_complex=False, low=-2, high=3):
    x = rng.integers(low, high, (m, n)).astype(float)
    return x + 1j * rng.integers(low, high, (m, n)) if is_complex else x


def graded(n, step=1e-3, is_complex=False):
    scale = step ** np.arange(n)
    return scale[:, None] * random(n, n, is_complex) * scale


def hermitian(x):
    return np.tril(x) + np.tril(x, -1).conj().T


def case(name, a, **results):
    return {"name": name, "a": describe(a), **{key: describe(x) for key, x in results.items()}}


def cholesky_cases():
    matrices = {f"random {n}{' complex' * c}": random(n, n + 2, c) for c in (False, True) for n in (1, 2, 3, 5, 8)}
    products = {name: x @ x.conj().T for name, x in matrices.items()}
    products["Hilbert 5"] = 1.0 / (np.arange(5)[:, None] + np.arange(5) + 1)
    products["graded 4"] = graded(4) @ graded(4).T + np.diag(10.0 ** -np.arange(4))
    products["indefinite"] = np.array([[1.0, 2], [2, 1]])
    products["indefinite complex"] = np.array([[1, 2j], [-2j, 1]])
    for name, a in products.items():
        yield case(name, a, l=linalg.cholesky(jnp.array(a), symmetrize_input=False))


def triangular_cases():
    for is_complex in (False, True):
        for lower in (False, True):
            for transpose in ("none", "transpose", "conjugate") if is_complex else ("none", "transpose"):
                for unit in (False, True):
                    for left in (False, True):
                        a = random(4, 4, is_complex) + 3 * np.eye(4)
                        b = random(4, 3, is_complex) if left else random(3, 4, is_complex)
                        x = linalg.triangular_solve(
                            jnp.array(a), jnp.array(b), left_side=left, lower=lower, unit_diagonal=unit,
                            transpose_a=transpose != "none", conjugate_a=transpose == "conjugate",
                        )  # fmt: skip
                        options = {"lower": lower, "transposeA": transpose, "unitDiagonal": unit, "leftSide": left}
                        yield {**case(" ".join(f"{k}={v}" for k, v in options.items()), a, b=b, x=x), "options": options}


SHAPES = ((1, 1), (2, 2), (3, 3), (5, 5), (6, 3), (3, 6), (7, 1), (1, 4))


def lu_cases():
    matrices = {f"random {m}x{n}{' complex' * c}": random(m, n, c) for c in (False, True) for m, n in SHAPES}
    for c in (False, True):
        for i, (m, n) in enumerate(((4, 4), (6, 6), (5, 3), (3, 5))):
            matrices[f"ties {i}{' complex' * c}"] = integers(m, n, c)
    matrices["zero column"] = np.array([[0.0, 1, 2], [0, 3, 4], [0, 5, 6]])
    matrices["zeros"] = np.zeros((3, 2))
    matrices["rank 1"] = np.outer([1.0, 2, 4], [1.0, 2, 8])
    matrices["modulus is not what counts"] = np.array([[3, 1], [2 + 2j, 3]])
    for name, a in matrices.items():
        lu, pivots, permutation = linalg.lu(jnp.array(a))
        yield case(name, a, lu=lu, pivots=pivots, permutation=permutation)


def qr_cases():
    matrices = {f"random {m}x{n}{' complex' * c}": random(m, n, c) for c in (False, True) for m, n in SHAPES}
    matrices["negative diagonal"] = np.diag([-1.0, -2, 3])
    matrices["negative zero"] = np.array([[-0.0], [1.0]])
    matrices["phases on the diagonal"] = np.diag([1j, -2, 3 - 4j])
    matrices["zeros"] = np.zeros((3, 2))
    matrices["tiny"] = 1e-200 * random(4, 3)
    matrices["huge"] = 1e200 * random(4, 3)
    for name, a in matrices.items():
        packed, taus = geqrf(jnp.array(a))
        results = {"packed": packed, "taus": taus}
        for suffix, full in (("Full", True), ("", False)):
            results["q" + suffix], results["r" + suffix] = linalg.qr(jnp.array(a), full_matrices=full)
        yield case(name, a, **results)


def hessenberg_cases():
    for c in (False, True):
        for n in (1, 2, 3, 6):
            a = random(n, n, c)
            packed, taus = linalg.hessenberg(jnp.array(a))
            yield case(f"random {n}{' complex' * c}", a, packed=packed, taus=taus)


def separation(values):
    """The smallest distance of two values, relative to the largest."""
    values = np.asarray(values)
    distances = np.abs(values[:, None] - values[None, :]) + np.where(np.eye(len(values)), np.inf, 0)
    return np.min(distances, initial=np.inf) / max(np.max(np.abs(values), initial=0), 1e-300)


def eigh_cases():
    matrices = {f"random {n}{' complex' * c}": hermitian(random(n, n, c)) for c in (False, True) for n in (1, 2, 3, 5, 8)}
    matrices["random 26"] = hermitian(random(26, 26))
    for c in (False, True):
        matrices[f"graded 5{' complex' * c}"] = hermitian(graded(5, 0.05, c))
        q = np.linalg.qr(random(6, 6, c))[0]
        matrices[f"repeated{' complex' * c}"] = hermitian(q @ np.diag([1.0, 1, 1, 2, 2, -3]) @ q.conj().T)
    matrices["diagonal"] = np.diag([3.0, -1, 2, 0])
    matrices["tridiagonal"] = np.diag(np.full(7, 2.0)) - np.diag(np.ones(6), 1) - np.diag(np.ones(6), -1)
    matrices["ones"] = np.ones((4, 4))
    matrices["zeros"] = np.zeros((3, 3))
    matrices["tiny"] = 1e-300 * hermitian(random(4, 4))
    matrices["huge"] = 1e300 * hermitian(random(4, 4))
    for name, a in matrices.items():
        vectors, values = linalg.eigh(jnp.array(a), symmetrize_input=False)
        kept = {"vectors": vectors} if separation(values) > 1e-3 else {}
        yield case(name, a, values=values, **kept)


def svd_cases():
    shapes = (*SHAPES, (5, 4), (4, 5), (8, 8))
    matrices = {f"random {m}x{n}{' complex' * c}": random(m, n, c) for c in (False, True) for m, n in shapes}
    matrices["random 27x26"] = random(27, 26)
    for c in (False, True):
        u, v = np.linalg.qr(random(6, 4, c))[0], np.linalg.qr(random(4, 4, c))[0]
        matrices[f"repeated{' complex' * c}"] = u @ np.diag([2.0, 2, 1, 1]) @ v.conj().T
        matrices[f"rank 2{' complex' * c}"] = integers(6, 2, c) @ integers(2, 5, c)
        matrices[f"graded{' complex' * c}"] = graded(5, 0.05, c)
    matrices["negative number"] = np.array([[-2.0]])
    matrices["Kahan"] = np.diag(0.8 ** np.arange(6)) @ (np.eye(6) - 0.6 * np.triu(np.ones((6, 6)), 1))
    matrices["zeros"] = np.zeros((3, 2))
    matrices["tiny"] = 1e-300 * random(4, 3)
    matrices["huge"] = 1e300 * random(3, 4)
    for name, a in matrices.items():
        u, s, vt = linalg.svd(jnp.array(a), full_matrices=False)
        kept = {"u": u, "vt": vt} if separation([*s, 0]) > 1e-3 else {}
        yield case(name, a, s=s, **kept)


def eig_cases():
    matrices = {f"random {n}{' complex' * c}": random(n, n, c) for c in (False, True) for n in (1, 2, 3, 4, 6, 9)}
    matrices["rotation"] = np.array([[0.0, -1], [1, 0]])
    matrices["companion"] = np.diag(np.ones(4), -1) + np.outer([120.0, -274, 225, -85, 15], np.eye(5)[4])
    matrices["lower triangular"] = np.tril(random(5, 5), -1) + np.diag([1.0, 5, 2, 4, 3])
    matrices["upper triangular"] = np.triu(random(5, 5), 1) + np.diag([1.0, 5, 2, 4, 3])
    matrices["badly scaled"] = np.diag(10.0 ** np.array([0, 6, -6, 3])) @ random(4, 4) @ np.diag(10.0 ** -np.array([0, 6, -6, 3]))
    matrices["permutation"] = np.roll(np.eye(4), 1, axis=0)
    matrices["symmetric"] = hermitian(random(5, 5))
    matrices["partly triangular"] = np.block([[np.triu(random(2, 2)), random(2, 3)], [np.zeros((3, 2)), random(3, 3)]])
    matrices["partly triangular complex"] = np.block([[random(2, 2, True), np.zeros((2, 2))], [random(2, 2, True), np.diag([1, 2j])]])
    # None with entries beyond about 1e±138: JAX (0.10.2) then gives eigenvalues that are off by a constant factor.
    for name, a in matrices.items():
        values, left, right = linalg.eig(jnp.array(a))
        assert separation(values) > 1e-3, name
        yield case(name, a, values=values, left=left, right=right)


def main():
    kinds = {
        "cholesky": cholesky_cases, "triangularSolve": triangular_cases, "lu": lu_cases, "qr": qr_cases,
        "hessenberg": hessenberg_cases, "eigh": eigh_cases, "svd": svd_cases, "eig": eig_cases,
    }  # fmt: skip
    lines = []
    for kind, cases in kinds.items():
        body = ",\n".join(json.dumps(x, separators=(",", ":")) for x in cases())
        lines.append(f'"{kind}": [\n{body}\n]')
    PATH.write_text("{\n" + ",\n".join(lines) + "\n}\n")


main()
