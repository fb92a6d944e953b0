"""The data of the cases, number for number those of data.mjs."""
import numpy as np

GOLDEN = 0.6180339887498949


def numbers(count, seed, scale=1.0):
    product = (np.arange(count, dtype=np.float64) + seed) * GOLDEN
    return scale * (product - np.floor(product) - 0.5)


MU = 370 / 2.8
LAMBDA = (370 * 0.4) / (1.4 * 0.2)


def mesh(cells):
    """A grid of unit cells, each split into two triangles: places of vertices and three vertices a triangle."""
    side = cells + 1
    i, j = np.meshgrid(np.arange(side), np.arange(side), indexing="ij")
    places = numbers(2 * side * side, 1, 0.2).reshape(-1, 2)
    places[:, 0] += j.ravel()
    places[:, 1] += i.ravel()
    p = (i[:-1, :-1] * side + j[:-1, :-1]).ravel()
    triangles = np.stack([p, p + 1, p + side, p + side + 1, p + side, p + 1], 1).reshape(-1, 3)
    return places.ravel(), triangles


def bundle():
    """The layout of ADBench's first problem: cameras of 11 parameters, then points of 3."""
    cameras, points, observations = 49, 7776, 31843
    x = numbers(11 * cameras + 3 * points, 1, 1.0)
    own = x[: 11 * cameras].reshape(cameras, 11)
    own[:, :3] *= 0.4
    own[:, 5] -= 5
    own[:, 6] = 500 + 10 * own[:, 6]
    own[:, 9] *= 0.02
    own[:, 10] *= 0.002
    index = np.arange(observations)
    return {
        "cameras": cameras,
        "x": x,
        "camera": index % cameras,
        "point": index % points,
        "features": numbers(2 * observations, 2, 200.0).reshape(-1, 2),
        "weights": numbers(observations, 3, 0.4) + 1,
    }
