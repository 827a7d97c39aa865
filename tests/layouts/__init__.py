"""One invented budget, printed in many ways that no region of the corpus uses."""
