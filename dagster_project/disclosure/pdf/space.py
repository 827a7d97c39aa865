"""Places in one space as places in another: the affine matrices of PDF.

Belongs here: arithmetic of matrices. Does not belong here: which spaces a page has.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


def apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Where a point lies after the matrix."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def apply_all(
    matrix: Matrix, x: NDArray[np.float64], y: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where many points lie after the matrix."""
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
