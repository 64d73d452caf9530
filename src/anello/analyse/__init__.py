"""Questions put to the graph, one file a question: rings, flows.

In: a `DealGraph`. Out: findings. Promise: pure functions; each figure carries the window, floor and currency of it.
"""
