"""Measure articles a second, memory and the first pass over the text, beside natasha and spaCy on the same texts.

usage: python bench/speed.py SHARED [--texts N] [--stream SECONDS] [--articles N] [--write FILE]

SHARED holds `news/`. Each figure is taken in a process of its own, so that every cache is cold, in processor seconds of
one core; articles are in memory, reading files is not counted. Where there are fewer than `--texts` articles the rest
is recombined from their paragraphs. `--stream` reads ever new texts for that long (or `--articles` of them) and watches
the memory. A tool that is not installed gets a row that says so. `--write` puts the same text into a file.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from texts import load_articles, recombined, with_new_words

from anello.model import Article

Run = Callable[[Article], object]
PEERS = 200
"""How many texts of a language the other tools get: they would need many minutes for all."""
STEP = 500
SHORT = 3
"""Lines of a streamed article: short ones, so that more of them pass in the time."""
ONE_CORE = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def anello_extract() -> Run:
    """Return the extraction of all claims."""
    from anello.extract import load_extractor

    return load_extractor().extract


def first_pass() -> Run:
    """Return the pass that looks for every name of the directory at once, the first step over any text."""
    from anello.extract.phrases import PhraseMatcher
    from anello.lang.directory import load_directory

    matcher = PhraseMatcher(surface for surface, _ in load_directory().surfaces())
    return lambda article: sum(1 for _ in matcher.find(article.text))


def natasha_names() -> Run:
    """Return natasha's tagger of names."""
    from natasha import Doc, NewsEmbedding, NewsNERTagger, Segmenter

    segmenter, tagger = Segmenter(), NewsNERTagger(NewsEmbedding())

    def run(article: Article) -> None:
        doc = Doc(article.text)
        doc.segment(segmenter)
        doc.tag_ner(tagger)

    return run


def natasha_all() -> Run:
    """Return natasha's names and syntax, as the baseline of the claims uses them."""
    from baselines import load_natasha

    parse = load_natasha()
    return lambda article: parse(article.text)


def spacy_all() -> Run:
    """Return spaCy's small English pipeline, as the baseline of the claims uses it."""
    from baselines import load_spacy

    parse = load_spacy()
    return lambda article: parse(article.text)


@dataclass(frozen=True, slots=True)
class Figures:
    """What one run took: articles and their megabytes of UTF-8, seconds to get ready and to run, peak memory in MB."""

    articles: int
    size: float
    ready: float
    seconds: float
    peak: float

    @property
    def rate(self) -> float:
        """Articles a second."""
        return self.articles / max(self.seconds, 1e-9)


def measure(make: Callable[[], Run], *sets: Sequence[Article]) -> list[Figures] | None:
    """Return the figures of one tool over each set, one after the other, or None where it is not installed."""
    began, out = time.process_time(), []
    try:
        run = make()
    except ImportError:
        return None
    ready = time.process_time() - began
    for articles in sets:
        start = time.process_time()
        for article in articles:
            run(article)
        seconds = time.process_time() - start
        size = sum(len(article.text.encode()) for article in articles) / 1e6
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        out.append(Figures(len(articles), size, ready, seconds, peak))
    return out


def stream(shared: Path, seconds: float, most: int) -> list[tuple[int, float]]:
    """Return (articles read so far, memory in MB) every few hundred articles, over texts that never repeat."""
    run, began = anello_extract(), time.monotonic()
    out: list[tuple[int, float]] = []
    for number, article in enumerate(with_new_words(recombined(load_articles(shared), 1, SHORT)), 1):
        run(article)
        if number % STEP == 0:
            out.append((number, _memory()))
        if number >= most or (number % 50 == 0 and time.monotonic() - began > seconds):
            return out
    return out


def _memory() -> float:
    """Return the memory that this process holds now in MB; where the system does not tell, its peak."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return pages * resource.getpagesize() / 2**20


def apart(work: Callable[..., Any], *given: object) -> Any:
    """Return what a function returns in a new process."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *given).result()


def speed_lines(shared: Path, count: int) -> Iterator[str]:
    """Yield the tables of speed."""
    own = load_articles(shared)[:count]
    more = list(islice(recombined(own), count - len(own)))
    wikinews = [article for article in own if article.document.startswith("wikinews/en/")]
    yield "| articles | number | KB each | articles/s | MB/s | seconds to get ready | peak memory MB |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    yield _row("wikinews, English", apart(measure, anello_extract, wikinews)[0])
    real, made = apart(measure, anello_extract, own, more)
    yield _row("articles as they are", real)
    yield _row("recombined, in the same process after them", made)
    seconds, size = real.seconds + made.seconds, real.size + made.size
    yield _row("all distinct texts", Figures(count, size, real.ready, seconds, made.peak))
    passed = apart(measure, first_pass, [*own, *more])[0]
    yield ""
    yield f"First pass (all names of the directory at once, Aho-Corasick): {passed.size / passed.seconds:.1f} MB/s."
    yield ""
    yield from _peer_lines([*own, *more])


def _row(name: str, f: Figures) -> str:
    each, pace = 1000 * f.size / max(f.articles, 1), f.size / max(f.seconds, 1e-9)
    return f"| {name} | {f.articles} | {each:.1f} | {f.rate:.1f} | {pace:.3f} | {f.ready:.2f} | {f.peak:.0f} |"


def _peer_lines(texts: Sequence[Article]) -> Iterator[str]:
    yield "| language | tool | articles | articles/s | peak memory MB | speed of anello / its speed |"
    yield "| --- | --- | --- | --- | --- | --- |"
    peers = {"ru": {"natasha, names": natasha_names, "natasha, names and syntax": natasha_all}}
    peers["en"] = {"spaCy, small English pipeline": spacy_all}
    for code, tools in peers.items():
        articles = [article for article in texts if article.language == code][:PEERS]
        ours = apart(measure, anello_extract, articles)[0]
        yield f"| {code} | anello, claims | {ours.articles} | {ours.rate:.1f} | {ours.peak:.0f} | 1 |"
        for name, make in tools.items():
            found = apart(measure, make, articles)
            if found is None:
                yield f"| {code} | {name} | not installed | | | |"
            else:
                f = found[0]
                yield f"| {code} | {name} | {f.articles} | {f.rate:.1f} | {f.peak:.0f} | {ours.rate / f.rate:.2f} |"


def memory_lines(shared: Path, seconds: float, most: int) -> Iterator[str]:
    """Yield what the memory does over a stream of texts that never repeat."""
    points = apart(stream, shared, seconds, most)
    if len(points) < 2:
        yield f"Fewer than {2 * STEP} articles were read in {seconds:.0f} s: nothing to say of growth."
        return
    yield "| articles read | memory MB |"
    yield "| --- | --- |"
    for number, memory in points[:: max(len(points) // 10, 1)]:
        yield f"| {number} | {memory:.0f} |"
    half = points[len(points) // 2 :]
    grown = (half[-1][1] - half[0][1]) / max(half[-1][0] - half[0][0], 1) * 10_000
    yield ""
    yield (
        f"The last of {points[-1][0]} articles (of {most} asked for) left {points[-1][1]:.0f} MB. Growth over the "
        f"second half: {grown:.1f} MB per 10,000 articles."
    )


HEAD = """# Speed and memory

Written by `python bench/speed.py SHARED --write bench/speed.md`. Every tool has a process of its own with cold caches
and one core; time is processor time, without starting up. Articles are in memory. Recombined texts take their
paragraphs from the articles of their language: they bring few new words, so their caches are warmer than those of real
news. There is no step yet that sets articles aside before their sentences are looked at; the first pass is the one that
it would rest on. The stream of the last table has short articles (a title and two paragraphs) with other digits, and
with made-up words in place of some, so that no cache can live on what it has seen.
"""


def main() -> int:
    """Print the tables, and write them where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--texts", type=int, default=2_000)
    parser.add_argument("--stream", type=float, default=90, metavar="SECONDS")
    parser.add_argument("--articles", type=int, default=100_000, help="stop the stream after so many")
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    os.environ.update(dict.fromkeys(ONE_CORE, "1"))
    lines = [HEAD, "## Articles a second", "", *speed_lines(options.shared, options.texts), ""]
    lines += ["## Memory over many articles", "", *memory_lines(options.shared, options.stream, options.articles), ""]
    text = "\n".join(lines)
    print(text)
    if options.write:
        options.write.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
