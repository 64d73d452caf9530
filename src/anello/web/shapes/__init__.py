"""The shapes of the answers of the HTTP API, by subject.

In: nothing. Out: `TypedDict`s for the OpenAPI document. Promise: each is the JSON view of `anello.show` to the letter;
tests hold every answer against its shape.
"""
