"""Places in one space as places in another: the affine matrices of PDF.

Belongs here: arithmetic of matrices. Does not belong here: which spaces a page has.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Matrix = tuple[float, float, float, float, float, float]
Floats = NDArray[np.float64]
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


def apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Where a point lies after the matrix."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def apply_all(matrix: Matrix | Floats, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Where many points lie after the matrix, or each after its own (six rows, with a column for each point)."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def multiply(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that does one after the other."""
    a, b, c, d, e, f = first
    origin = apply(then, e, f)
    zero = apply(then, 0, 0)
    x_axis, y_axis = apply(then, a, b), apply(then, c, d)
    return (
        x_axis[0] - zero[0], x_axis[1] - zero[1], y_axis[0] - zero[0], y_axis[1] - zero[1], origin[0], origin[1],
    )  # fmt: skip


def multiply_all(first: Floats, then: Matrix) -> Floats:
    """Many matrices, a row each, each as `multiply` says."""
    a, b, c, d, e, f = first.T
    x, y = apply(then, 0, 0)
    (ax, ay), (bx, by), origin = apply_all(then, a, b), apply_all(then, c, d), apply_all(then, e, f)
    return np.column_stack((ax - x, ay - y, bx - x, by - y, *origin))
