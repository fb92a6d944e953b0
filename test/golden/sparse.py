"""Solutions and inertia of sparse symmetric systems by SciPy and NumPy: writes sparse.json."""

import json
import pathlib

import numpy as np
import scipy.sparse as sp
import scipy.sparse.linalg as sl


def system(seed, n, zeros, spread):
    rng = np.random.default_rng(seed)
    lower = sp.random(n, n, density=0.15, random_state=rng, data_rvs=rng.standard_normal)
    diagonal = np.where(rng.random(n) < zeros, 0.0, rng.choice([-3.0, 4.0], n))
    scale = 10.0 ** rng.uniform(-spread, spread, n)
    matrix = (sp.tril(lower, -1) + sp.tril(lower, -1).T + sp.diags(diagonal)).tocsr()
    inertia = np.linalg.eigvalsh(matrix.toarray())
    scaled = sp.csr_matrix(sp.diags(scale) @ matrix @ sp.diags(scale))
    # to the last bit symmetric
    scaled = sp.csr_matrix((scaled + scaled.T) / 2)
    scaled.sort_indices()
    b = scaled @ (rng.standard_normal(n) / scale)
    return {
        "n": n,
        "indptr": scaled.indptr.tolist(),
        "indices": scaled.indices.tolist(),
        "data": scaled.data.tolist(),
        "b": b.tolist(),
        "x": sl.spsolve(scaled.tocsc(), b).tolist(),
        "negative": int((inertia < 0).sum()),
        "condition": float(abs(inertia).max() / abs(inertia).min()),
    }


systems = [system(1, 12, 0.0, 0), system(2, 20, 0.5, 0), system(3, 20, 0.3, 3)]
pathlib.Path(__file__).with_name("sparse.json").write_text(json.dumps(systems) + "\n")
