"""The fast search for cycles: compiled kernels over plain arrays of integers.

In: arrays of payers and payees, with masks, weights or times. Out: counts, totals a party, the strongest cycles, or a
stream of batches. Promise: exact within a bound on length that must be given; work is counted and stops at a budget,
and `complete` says whether it did; the same input gives the same answer with any number of threads. Nothing here is
imported before a graph is large enough to need it (docs/rings.md).
"""
