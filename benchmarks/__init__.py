"""Measurements that are run by hand; their results are committed in docs/ with date and versions."""
