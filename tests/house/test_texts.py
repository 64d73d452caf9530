"""What the project says about itself: no places of one machine, no registry hosts, no accusations."""

from __future__ import annotations

import re

from house_sources import PACKAGE, ROOT, written

LOCAL = re.compile(r"(?<![\w.])/(?:" + "|".join(("work", "tmp", "root", "home")) + r")/[\w.]")
HOSTS = re.compile(r"https?://[\w.-]*(?:" + "|".join(("pypi", "pythonhosted", "npmjs", "debian")) + r")[\w.-]*")
ACCUSING = re.compile(
    r"\b(?:fraud(?!, not\b)|scam|ponzi|launder\w*|bogus|fake revenue"
    r"|frod[ei]|truff\w+|riciclagg\w+|мошенни\w+|афер\w+|отмыва\w+)\b",
    re.IGNORECASE,
)


def test_no_local_paths_and_no_registry_hosts() -> None:
    wrong = []
    for path in written():
        text = path.read_text(encoding="utf-8", errors="replace")
        wrong += [f"{path.name}: {found.group()}" for pattern in (LOCAL, HOSTS) for found in pattern.finditer(text)]
    assert wrong == []


def test_the_screens_accuse_nobody() -> None:
    texts = [path for room in ("cli", "show", "export", "web") for path in (PACKAGE / room).rglob("*.py")]
    texts += (ROOT / "site" / "src" / "words").glob("*.json")
    assert [path.name for path in texts if ACCUSING.search(path.read_text(encoding="utf-8"))] == []
