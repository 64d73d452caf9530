"""The docs are true: links lead somewhere, commands and options exist, the glossary knows every status and type."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest
from house_sources import ROOT

import anello
from anello.model import CLAIM_ROLES, STATUSES

LINK = re.compile(r"\]\(([^)\s]+)\)")
COMMAND = re.compile(r"(?<![\w./-])anello ([a-z]+)((?: [^\n`|#>]*)?)")


def pages() -> list[Path]:
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@cache
def help_of(command: str) -> str:
    done = subprocess.run([sys.executable, "-m", "anello", command, "--help"], capture_output=True, text=True)
    return done.stdout if done.returncode == 0 else ""


def anchor(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.strip().lower()).replace(" ", "-")


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        if link.startswith(("http://", "https://")):
            continue
        path, _, part = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists():
            broken.append(link)
        elif part:
            headings = re.findall(r"^#+ (.*)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            broken += [link] if part not in {anchor(heading) for heading in headings} else []
    assert broken == []


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_commands_and_options_exist(page: Path) -> None:
    blocks = re.findall(r"```\n(.*?)```|`([^`\n]+)`", page.read_text(encoding="utf-8"), re.DOTALL)
    wrong = []
    for command, rest in COMMAND.findall("\n".join(block or inline for block, inline in blocks)):
        shown = help_of(command)
        wrong += [] if shown else [command]
        wrong += [f"{command} {option}" for option in re.findall(r"--[a-z-]+", rest) if option not in shown]
    assert wrong == []


def test_every_document_that_the_code_names_is_there() -> None:
    named = {name for path in (ROOT / "src").rglob("*.py") for name in re.findall(r"docs/[\w/]+\.md", path.read_text())}
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_the_model_page_knows_every_status_and_type() -> None:
    page = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    assert [word for word in (*STATUSES, *CLAIM_ROLES) if f"| `{word}` |" not in page] == []


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == anello.__version__
    assert f"## {anello.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_picture_loads_nothing_from_elsewhere() -> None:
    picture = (ROOT / "docs" / "pictures" / "demo.svg").read_text(encoding="utf-8")
    assert "@font-face" not in picture
    assert not re.search(r"(?:href|src|url)\s*[=(]\s*[\"']?http", picture)


def test_the_locks_hold_every_dependency_with_hashes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {re.split(r"[<>=]", line)[0].strip() for line in project["project"]["dependencies"]}
    for name, groups in (("requirements.lock", ("build",)), ("requirements-dev.lock", ("build", "dev"))):
        lock = (ROOT / name).read_text(encoding="utf-8")
        pinned = dict(re.findall(r"^([\w.-]+)==[^\n]*\\\n((?: {4}--hash=[^\n]*\n)+)", lock + "\n", re.MULTILINE))
        asked = wanted | {
            re.split(r"[<>=]", line)[0] for group in groups for line in project["dependency-groups"][group]
        }
        assert [package for package in sorted(asked) if package not in pinned] == []
        assert "://" not in lock
