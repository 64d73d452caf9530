"""Small studies for the tests of pictures: one with names that could break a document, one with nothing in it."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

from anello.cli import run

SVG = "{http://www.w3.org/2000/svg}"
EVIL = "<script>alert('1')</script> & \"Sons\""
LONG = "The Very Long Name Of A Holding Company For Power, Chips And Everything Else In The World"

TABLE = f"""payer,payee,type,amount,currency,start,end,status,published,source,note
"{EVIL.replace('"', '""')}",OpenAI,investment,10000000000,USD,2026-01-01,2026-12-31,completed,2026-01-05,Reuters,first
OpenAI,"{EVIL.replace('"', '""')}",supply,4000000000,USD,2026-02-01,2026-12-31,agreed,2026-02-01,Reuters,cloud
"{LONG}",OpenAI,investment,,USD,2026-03-01,,talks,2026-03-02,The Information,
OpenAI,"{LONG}",supply,3000000000,USD,2026-02-01,2029-12-31,planned,2026-02-01,Reuters,cloud
"{LONG}",OpenAI,guarantee,2000000000,USD,2026-02-01,2029-12-31,agreed,2026-02-01,Reuters,backstop
"""

ARTICLE = """Weather
date: 2026-04-01
outlet: Meridian Wire

It rained in the hills, and nobody bought anything.
"""


def build(folder: Path, name: str, text: str) -> str:
    """Build a study of one file and return its path."""
    (folder / name).write_text(text, encoding="utf-8")
    study = str(folder / f"{name}.anello")
    assert run(["build", str(folder / name), "--study", study, "--today", "2026-09-01"]) == 0
    return study


def parsed(svg: str) -> ET.Element:
    """Return the root of a picture; fails where it is no valid XML."""
    return ET.fromstring(svg.encode())


def texts_of(svg: str) -> str:
    """Return all that is written in a picture, titles and all."""
    return "\n".join("".join(node.itertext()) for node in parsed(svg).iter(f"{SVG}text"))
