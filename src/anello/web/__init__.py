"""The HTTP door: a study as JSON under /api/v1, and the built map.

In: an open study. Out: an ASGI application. Promise: read-only unless told otherwise; answers are the JSON views of the
command line; errors are problems (RFC 9457); nothing is fetched from anywhere. Described in docs/api.md.
"""
