"""Gouji (勾稽): published departmental budgets as a warehouse that reconciles.

Importing this package imports nothing else: the process that reads one document must start fast.
"""
