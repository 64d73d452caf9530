"""What the shapes of the HTTP API are made of; the only module that knows typing-extensions.

In: nothing. Out: `TypedDict` and `NotRequired`. Promise: shapes describe what is sent for the OpenAPI document and for
tests; nothing is checked against them at run time. (The library behind the document wants this `TypedDict`, and not
that of the standard library, before Python 3.12.)
"""

from __future__ import annotations

from typing import NotRequired as NotRequired

from typing_extensions import TypedDict as TypedDict

Number = float
"""An exact number in JSON, whole or with decimals."""
