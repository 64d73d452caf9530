"""The routes of the HTTP API, by subject.

In: a desk and what is asked. Out: JSON views. Promise: a route only finds and words; what it gives is what the command
of the same name prints with --json.
"""
