"""The command plot end to end: every picture on the demo study, on names that could break it, and on nothing."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from plot_studies import EVIL, LONG, SVG, parsed, texts_of

from anello.cli import run
from anello.cli.picturing import PICTURES

ROOT = Path(__file__).resolve().parents[2]
Cli = Callable[..., tuple[int, str, str]]

NAMED = {
    "rings": "Oracle",
    "funded": "Nvidia",
    "ladder": "OpenAI",
    "owners": "OpenAI",
    "compute": "OpenAI",
    "stress": "openai-misses",
    "valuations": "OpenAI",
}
FACTS = ("Window: ", "Floor: ", "Unit: ", "As of: ", "Deals and sentences: anello show ", "Exact figures: anello ")


def asked(what: str) -> list[tuple[str, ...]]:
    """Return a picture without a name, where it needs none, and with one."""
    bare = [] if what == "stress" else [()]
    return [*bare, *([(NAMED[what],)] if what in NAMED else [])]


def drawn_anew(*arguments: str) -> str:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        assert run(["plot", *arguments]) == 0
    return printed.getvalue()


drawn = cache(drawn_anew)


EACH = [(what, named) for what in PICTURES for named in asked(what)]


@pytest.mark.parametrize(("what", "named"), EACH)
def test_every_picture_says_what_it_holds_for(demo: str, what: str, named: tuple[str, ...]) -> None:
    svg = drawn(what, demo, *named)
    root, said = parsed(svg), texts_of(svg)
    assert root.get("role") == "img"
    assert root.get("width") == "1200"
    ids = (root.get("aria-labelledby") or "").split()
    assert [node.get("id") for node in root if node.tag in (f"{SVG}title", f"{SVG}desc")] == ids
    assert [fact for fact in FACTS if fact not in said.replace("\n", " ")] == []


@pytest.mark.parametrize(("what", "named"), EACH)
def test_a_picture_is_the_same_bytes_again(demo: str, what: str, named: tuple[str, ...]) -> None:
    assert drawn(what, demo, *named) == drawn_anew(what, demo, *named)


@pytest.mark.parametrize(("what", "named"), EACH)
def test_a_picture_keeps_within_its_margins_and_loads_nothing(demo: str, what: str, named: tuple[str, ...]) -> None:
    svg = drawn(what, demo, *named)
    root = parsed(svg)
    height = float(root.get("height") or 0)
    for node in root.iter():
        for name, most in (("x", 1200.0), ("y", height), ("cx", 1200.0), ("cy", height), ("x2", 1200.0)):
            assert 0 <= float(node.get(name) or 0) <= most
    assert re.findall(r"https?://(?!www\.w3\.org/2000/svg)|@import|<image|<use|<style", svg) == []
    assert {node.get("font-family") for node in root.iter()} == {"sans-serif", None}


@pytest.mark.parametrize(("what", "named"), EACH)
def test_text_does_not_overlap(demo: str, what: str, named: tuple[str, ...]) -> None:
    from anello.plot.advances import text_width

    boxes = []
    for node in parsed(drawn(what, demo, *named)).iter(f"{SVG}text"):
        shown = (node.text or "") + "".join(child.tail or "" for child in node)
        size = float(node.get("font-size") or 0)
        width = text_width(shown, size, bold=node.get("font-weight") == "bold")
        left = float(node.get("x") or 0) - {"middle": width / 2, "end": width}.get(node.get("text-anchor") or "", 0)
        base = float(node.get("y") or 0)
        boxes.append((left, base - 0.7 * size, left + width, base, shown))
    for at, one in enumerate(boxes):
        assert one[2] <= 1200, one
        for other in boxes[at + 1 :]:
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart, (one, other)


# --- text from elsewhere ----------------------------------------------------------------------------------------------

WITH_DEALS = ("rings", "flows", "funded", "ladder", "compute", "origins")


@pytest.mark.parametrize("what", WITH_DEALS)
def test_names_are_text_and_never_markup(evil: str, what: str) -> None:
    svg = drawn(what, evil)
    assert not [node for node in parsed(svg).iter() if node.tag.endswith("script")]
    assert "<script" not in svg


def test_the_name_is_there_as_it_was_written(evil: str) -> None:
    assert EVIL in texts_of(drawn("funded", evil))


def test_a_long_name_is_cut_and_told_whole(evil: str) -> None:
    svg = drawn("rings", evil, LONG)
    titles = [node.findtext(f"{SVG}title") for node in parsed(svg).iter(f"{SVG}text")]
    assert LONG in titles
    assert "The Very Long Name" in texts_of(svg)
    assert "…" in texts_of(svg)


def test_control_characters_are_left_out() -> None:
    from anello.plot.canvas import Canvas

    canvas = Canvas(100)
    canvas.text((0, 10), "a\x00\x1b[31m\u202eb\ufffe\ud800")
    assert "".join(ET.fromstring(canvas.svg(20, "t\x00", "d\x07")).itertext()).count("a[31mb") == 1


# --- nothing to draw, and wrong commands ------------------------------------------------------------------------------


@pytest.mark.parametrize(("what", "named"), [(what, ("openai-misses",) * (what == "stress")) for what in PICTURES])
def test_nothing_to_draw_is_said_and_nothing_written(
    cli: Cli, empty: str, tmp_path: Path, what: str, named: tuple[str, ...]
) -> None:
    code, out, err = cli("plot", what, empty, *named, "-o", str(tmp_path / "none.svg"))
    assert (code, out) == (1, "")
    assert err.startswith("anello: no" if what != "stress" else "anello: ")
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("circles", "STUDY"), 2, "no picture of 'circles'"),
        (("rings", "STUDY", "-o", "ring.jpeg"), 2, "ends in .svg or .png"),
        (("rings", "STUDY", "Nobody Known"), 1, "nothing in this study is called"),
        (("owners", "STUDY", "Nobody Known"), 1, "no party of this study"),
        (("funded", "STUDY", "Nobody Known"), 1, "no party of this study"),
        (("stress", "STUDY"), 1, "name a scenario after the study"),
        (("stress", "STUDY", "no-such"), 1, "no scenario 'no-such'"),
        (("flows", "STUDY", "OpenAI"), 1, "takes no NAME"),
        (("flows", "STUDY", "--year", "2026"), 1, "takes no --from, --to and --year"),
        (("owners", "STUDY", "--currency", "EUR"), 1, "takes no --currency"),
        (("rings", "STUDY", "--limit", "3"), 1, "takes no --limit"),
        (("ladder", "STUDY", "--balance", "b.csv"), 1, "takes no --balance"),
        (("rings", "STUDY", "--limit", "0"), 2, "--limit"),
    ],
)
def test_a_wrong_command_says_what_is_wrong(
    cli: Cli, demo: str, arguments: tuple[str, ...], code: int, told: str
) -> None:
    found, out, err = cli("plot", *(demo if word == "STUDY" else word for word in arguments))
    assert (found, out) == (code, "")
    assert told in " ".join(err.split())


def test_a_file_that_cannot_be_written_is_told(cli: Cli, evil: str, tmp_path: Path) -> None:
    path = tmp_path / "no" / "such" / "folder" / "ring.svg"
    code, _, err = cli("plot", "rings", evil, "-o", str(path))
    assert code == 1
    assert f"cannot write {path}" in err


def test_a_picture_is_written_to_a_file(cli: Cli, evil: str, tmp_path: Path) -> None:
    path = tmp_path / "ring.svg"
    code, out, err = cli("plot", "rings", evil, "-o", str(path))
    assert (code, out, err) == (0, "", f"written to {path}\n")
    assert path.read_text(encoding="utf-8") == drawn("rings", evil)
    assert list(tmp_path.iterdir()) == [path]


def test_floor_day_and_window_are_those_asked_for(demo: str) -> None:
    said = texts_of(drawn("rings", demo, "--floor", "agreed", "--as-of", "2026-03-31")).replace("\n", " ")
    assert "Floor: agreed or firmer" in said
    assert "As of: 2026-03-31" in said
    assert "anello rings STUDY --floor agreed --as-of 2026-03-31 --json" in said
    assert "Window: 2026" in texts_of(drawn("funded", demo, "--year", "2026"))


# --- the pictures of the docs -----------------------------------------------------------------------------------------


def test_the_pictures_of_the_docs_are_those_of_today(demo: str) -> None:
    spec = importlib.util.spec_from_file_location("figures", ROOT / "docs" / "figures" / "make.py")
    assert spec is not None
    assert spec.loader is not None
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    stale = [
        name
        for name, svg in make.draw_all(demo)
        if (ROOT / "docs" / "figures" / f"{name}.svg").read_text(encoding="utf-8") != svg
    ]
    assert stale == [], "run `make pictures`"
    assert set(make.FIGURES) == set(PICTURES)
