"""Prompting: the request that asks a model for the claims of one passage.

In: an article, a passage of it, the name of a model. Out: the bytes of the request and the most tokens it can use.
Promise: the same passage gives the same bytes; the article stands between marks that it cannot know, since they are
the digest of what is between them; the closed lists of the prompt are those of the records.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from string import Template

from anello.extract.llm.cost import Usage
from anello.extract.llm.passages import Passage, quote
from anello.model import CLAIM_ROLES, METRICS, RIGHTS, STATUSES, Article, digest_of

MAX_RECEIVED = 4_096
"""Tokens that an answer may have."""
FRAMING = 64
"""Tokens that a chat format may add around the messages."""
BASES = ("current", "round", "ipo", "bid")


@cache
def instructions() -> str:
    """Return what the model is told before it sees a passage."""
    text = (files("anello.extract.llm") / "prompt.txt").read_text(encoding="utf-8")
    types = "\n".join(f"  {name}: {', '.join(roles)}" for name, roles in CLAIM_ROLES.items())
    lists = {"statuses": STATUSES, "metrics": METRICS, "rights": RIGHTS, "bases": BASES}
    return Template(text).substitute(types=types, **{name: ", ".join(words) for name, words in lists.items()})


def make_request(article: Article, passage: Passage, model: str) -> tuple[bytes, Usage]:
    """Return the request for a passage, and the most tokens that it can use: no tokeniser makes two of one byte."""
    text = quote(article, passage)
    mark = f"=== {digest_of('fence', text)} ==="
    published = article.published or "unknown"
    asked = f"Language: {article.language}. Published: {published}.\n{mark}\n{text}\n{mark}\nThe claims as JSON:"
    messages = [{"role": "system", "content": instructions()}, {"role": "user", "content": asked}]
    body = {"model": model, "messages": messages, "temperature": 0, "max_tokens": MAX_RECEIVED, "stream": False}
    sent = sum(len(m["content"].encode("utf-8", "surrogatepass")) for m in messages) + FRAMING
    return json.dumps(body, sort_keys=True).encode(), Usage(sent, MAX_RECEIVED)
