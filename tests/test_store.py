"""The study keeps what it acknowledged, tells what it cannot do, and depends on content alone."""

import os
import random
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anello import tables
from anello.errors import NotFound, SchemaError, StoreError
from anello.model import (
    Article,
    Citation,
    Claim,
    Hyperlink,
    Link,
    Mention,
    Money,
    Reject,
    Span,
    Verdict,
    Voice,
    digest_of,
)
from anello.store import Study, file, open_study

MAY = date(2025, 5, 1)


def make_article(number: int, published: date | None = MAY) -> Article:
    return Article(digest_of("a", number), f"n/{number}.txt", f"Text {number}", language="en", published=published)


def make_claim(number: int, article: int = 0) -> Claim:
    mention = Mention("OpenAI", "openai", "OpenAI", 0, 6, known=True)
    return Claim(
        id=digest_of("c", number),
        article=digest_of("a", article),
        document=f"n/{article}.txt",
        type="valuation",
        roles={"subject": (mention,)},
        status="completed",
        mode="asserted",
        evidence=(Span(0, 6, "OpenAI"),),
        extractor="test/1",
        attribution=(Voice("Reuters", "outlet"),),
        amount=Money(Decimal("1000000000000000.000001"), None, "USD", text="$1"),
        published=MAY,
    )


CITATION = Citation(digest_of("a", 0), "Reuters", "outlet", evidence=Span(0, 4, "Text"))
REJECT = Reject("extract", "n/1.txt", "no pack for es")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "study.anello"


@pytest.fixture
def study(path: Path):
    with open_study(path, create=True) as opened:
        yield opened


def run_python(code: str, *args: object, **options) -> subprocess.Popen:
    start = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\nfrom test_store import *\n"
    command = [sys.executable, "-c", start + code, *map(str, args)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)


# --- keeping ---


def test_everything_comes_back(path: Path) -> None:
    articles, claims = [make_article(n) for n in range(3)], [make_claim(n, n % 3) for n in range(9)]
    with open_study(path, create=True) as study:
        study.add(articles, claims, [CITATION], [REJECT])
    with open_study(path) as study:
        assert list(study.articles()) == sorted(articles, key=lambda row: row.id)
        assert list(study.claims()) == sorted(claims, key=lambda row: row.id)
        assert list(study.citations()) == [CITATION]
        assert list(study.rejects()) == [REJECT]
        assert study.counts() == {"articles": 3, "claims": 9, "citations": 1, "rejects": 1, "decisions": 0}
        assert study.article(articles[1].id) == articles[1]
        assert study.claim(claims[4].id) == claims[4]


def test_adding_again_changes_nothing(study: Study) -> None:
    rows = ([make_article(0), make_article(1)], [make_claim(n) for n in range(5)], [CITATION, CITATION], [REJECT])
    study.add(*rows)
    digest, counts = study.digest(), study.counts()
    study.add(*rows)
    study.add(rows[0] + rows[0], reversed(rows[1]), [CITATION], [REJECT, REJECT])
    assert (study.digest(), study.counts()) == (digest, counts)


def test_the_first_to_come_stays(study: Study) -> None:
    first, second = make_article(0), make_article(0, None)
    study.add([first, second])
    study.add([second])
    assert list(study.articles()) == [first]


def test_rows_that_differ_in_one_column_are_two(study: Study) -> None:
    other = Citation(CITATION.article, CITATION.name, CITATION.kind)
    study.add(citations=[CITATION, other], rejects=[REJECT, Reject(REJECT.stage, REJECT.document, REJECT.reason, "x")])
    study.add(citations=[other])
    assert (study.counts()["citations"], study.counts()["rejects"]) == (2, 2)


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(12)), st.integers(1, 12))
def test_the_digest_knows_no_order(tmp_path_factory, order: list[int], cut: int) -> None:
    folder = tmp_path_factory.mktemp("digest")
    with open_study(folder / "a", create=True) as straight, open_study(folder / "b", create=True) as mixed:
        straight.add([make_article(n) for n in range(12)], [make_claim(n, n) for n in range(12)])
        for part in (order[:cut], order[cut:]):
            mixed.add([make_article(n) for n in part], [make_claim(n, n) for n in reversed(part)])
        assert mixed.digest() == straight.digest()
        assert list(mixed.claims()) == list(straight.claims())


def test_the_digest_sees_every_table(study: Study) -> None:
    digests = [study.digest()]
    for rows in ({"articles": [make_article(0)]}, {"claims": [make_claim(0)]}, {"citations": [CITATION]}):
        study.add(**rows)
        digests.append(study.digest())
    study.add(rejects=[REJECT])
    digests.append(study.digest())
    study.add_verdict(Verdict("a", "b", "same", 0.9))
    digests.append(study.digest())
    assert len(set(digests)) == len(digests)
    study.remember("map", "zoom", 3)
    assert study.digest() == digests[-1]


def test_odd_text_is_kept(study: Study) -> None:
    text = "Nul \0, кириллица, 😀, \u200b, ' \" \\ ; DROP TABLE articles; --\r\n\t" + "x" * 1_000_000
    article = Article("id'", text, text, original="", row=(("payer", "Ö\0"), ("", "")))
    study.add([article])
    assert study.article("id'") == article
    assert study.knows("id'")


def test_a_record_that_cannot_be_kept_undoes_all_of_its_batch(study: Study) -> None:
    with pytest.raises(SchemaError):
        study.add([make_article(0)], [make_claim(0)], rejects=[Reject("read", "\ud800", "y")])
    assert study.counts() == dict.fromkeys(study.counts(), 0)
    assert not study.knows(make_article(0).id)
    study.add([make_article(0)])
    assert study.counts()["articles"] == 1


def test_a_source_that_fails_undoes_all_of_its_batch(study: Study) -> None:
    def claims():
        yield make_claim(1)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        study.add([make_article(0)], claims())
    assert study.counts()["articles"] == 0


# --- asking ---


def test_as_of_keeps_what_was_published_by_then(study: Study) -> None:
    days = [date(2025, 4, 30), MAY, date(2025, 5, 2), None]
    study.add([make_article(n, day) for n, day in enumerate(days)], [make_claim(n, n) for n in range(4)])
    study.add(claims=[make_claim(9, 9)], citations=[Citation(digest_of("a", n), "Reuters", "outlet") for n in range(4)])
    assert {row.published for row in study.articles(MAY)} == {days[0], days[1]}
    assert {row.document for row in study.claims(MAY)} == {"n/0.txt", "n/1.txt"}
    assert {row.article for row in study.citations(MAY)} == {digest_of("a", 0), digest_of("a", 1)}
    assert list(study.articles(date(2000, 1, 1))) == []
    assert len(list(study.articles())) == 4
    assert len(list(study.claims())) == 5


def test_knows(path: Path) -> None:
    with open_study(path, create=True) as study:
        assert not study.knows(make_article(0).id)
        study.add([make_article(0)])
        assert study.knows(make_article(0).id)
    with open_study(path) as study:
        assert study.knows(make_article(0).id)
        assert not study.knows("")


def test_nothing_found(study: Study) -> None:
    with pytest.raises(NotFound, match="no article 'x' in"):
        study.article("x")
    with pytest.raises(NotFound, match="no claim 'x' in"):
        study.claim("x")


def test_the_later_verdict_of_an_author_replaces_the_earlier(study: Study) -> None:
    study.add_verdict(Verdict("b", "a", "same", 0.75, ("alias", "sector"), author="ann"))
    study.add_verdict(Verdict("a", "b", "unsure", 0.5, author="ben"))
    study.add_verdict(Verdict("a", "b", "different", 1.0, author="ann"))
    study.add_verdict(Verdict("a", "c", "same", 1.0, author="ann"))
    kept = [(verdict.left, verdict.right, verdict.verdict, verdict.author) for verdict in study.verdicts()]
    assert kept == [("a", "b", "different", "ann"), ("a", "b", "unsure", "ben"), ("a", "c", "same", "ann")]


def test_remember_and_recall(path: Path) -> None:
    with open_study(path, create=True) as study:
        study.remember("map", "layout", {"openai": [0.5, 1], "o'reilly": None})
        study.remember("map", "layout", {"openai": [0.25, 2]})
        study.remember("other", "layout", "x")
        with pytest.raises(SchemaError):
            study.remember("map", "layout", object())
    with open_study(path) as study:
        assert study.recall("map", "layout") == {"openai": [Decimal("0.25"), 2]}
        assert study.recall("map", "none") is None
        assert study.recall("map", "none", 7) == 7


def test_reading_and_adding_may_alternate(study: Study) -> None:
    study.add([make_article(n) for n in range(5000)])
    seen = 0
    for article in study.articles():
        seen += 1
        if seen % 1000 == 0:
            study.add(claims=[make_claim(seen)])
            assert study.article(article.id) == article
    assert seen == 5000
    assert study.counts()["claims"] == 5


def test_many_threads_may_ask_and_add(study: Study) -> None:
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for step in range(5):
                study.add([make_article(step)], [make_claim(number * 5 + step)])
                assert study.knows(make_article(step).id)
                list(study.claims())
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert (study.counts()["articles"], study.counts()["claims"]) == (5, 20)


def test_amounts_can_be_asked_in_sql(path: Path) -> None:
    with open_study(path, create=True) as study:
        study.add(claims=[make_claim(0)])
    with duckdb.connect(str(path)) as connection:
        rows = connection.execute("SELECT amount.low, amount.currency FROM claims WHERE amount.low > 1e14").fetchall()
    assert rows == [(Decimal("1000000000000000.000001"), "USD")]


# --- what cannot be opened ---


def test_no_study(path: Path) -> None:
    with pytest.raises(StoreError, match=r"no study at .*anello build"):
        open_study(path)
    assert not path.exists()


def test_no_folder_for_it(path: Path) -> None:
    with pytest.raises(StoreError, match="make it first"):
        open_study(path / "below", create=True)


@pytest.mark.parametrize("create", [True, False])
def test_a_folder(tmp_path: Path, create: bool) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        open_study(tmp_path, create=create)


@pytest.mark.parametrize(
    "content", [b"", b"payer,payee\na,b\n", bytes(range(256)) * 100], ids=["empty", "text", "bytes"]
)
def test_some_other_file_is_left_as_it_is(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(StoreError, match="not a study"):
        open_study(path, create=True)
    assert path.read_bytes() == content


@pytest.mark.parametrize("statement", ["SELECT 1", "CREATE TABLE study (name VARCHAR)", "CREATE TABLE deals (id INT)"])
def test_some_other_database(path: Path, statement: str) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute(statement)
    with pytest.raises(StoreError, match="not a study"):
        open_study(path, create=True)


def test_a_study_without_its_version(path: Path) -> None:
    open_study(path, create=True).close()
    with duckdb.connect(str(path)) as connection:
        connection.execute("DELETE FROM study")
    with pytest.raises(StoreError, match="does not say its schema version"):
        open_study(path)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6])
def test_a_truncated_study(path: Path, share: float) -> None:
    fill(path)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(StoreError, match=r"damaged|could not"), open_study(path) as study:
        study.digest()


def test_flipped_bytes_are_noticed_wherever_they_matter(path: Path) -> None:
    digest = fill(path)
    data = bytearray(path.read_bytes())
    noticed = 0
    for start in range(0, len(data), len(data) // 12):
        spoilt = data[:start] + bytes(byte ^ 0xFF for byte in data[start : start + 64]) + data[start + 64 :]
        path.write_bytes(spoilt)
        try:
            with open_study(path) as study:
                assert study.digest() == digest
        except (StoreError, SchemaError):
            noticed += 1
    assert noticed > 3


def fill(path: Path) -> str:
    chance = random.Random(1)
    with open_study(path, create=True) as study:
        study.add([Article(str(n), "n", chance.randbytes(2_000).hex()) for n in range(300)])
        return study.digest()


def test_a_study_that_another_process_has(path: Path) -> None:
    open_study(path, create=True).close()
    other = run_python("study = open_study(sys.argv[1]); print('open', flush=True); sys.stdin.read()", path, stdin=-1)
    try:
        assert other.stdout.readline() == "open\n"
        with pytest.raises(StoreError, match=f"open in another process .*{other.pid}"):
            open_study(path)
        with pytest.raises(StoreError, match="open in another process"):
            open_study(path, create=True)
    finally:
        other.communicate("")
    open_study(path).close()


def test_a_closed_study_says_so(path: Path) -> None:
    study = open_study(path, create=True)
    study.close()
    study.close()
    for ask in (study.counts, lambda: list(study.claims()), lambda: study.add([make_article(0)])):
        with pytest.raises(StoreError, match="closed"):
            ask()


# --- versions ---


def test_a_newer_study(path: Path) -> None:
    open_study(path, create=True).close()
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE study SET version = 99, written_by = '7.5'")
    with pytest.raises(StoreError, match=r"version 99, written by anello 7\.5.*pip install --upgrade anello"):
        open_study(path)


def shape(connection: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    query = "SELECT table_name, column_index, column_name, data_type, is_nullable FROM duckdb_columns() ORDER BY ALL"
    return connection.execute(query).fetchall()


def test_the_migrations_lead_to_the_current_schema() -> None:
    with duckdb.connect() as straight, duckdb.connect() as stepwise:
        straight.execute(file._sql("schema.sql"))
        for _, name in file._steps():
            stepwise.execute(file._sql(f"migrations/{name}"))
        assert shape(stepwise) == shape(straight)
    assert [number for number, _ in file._steps()] == list(range(1, tables.SCHEMA_VERSION + 1))


@pytest.mark.parametrize("name", ["articles", "claims", "citations", "rejects", "decisions"])
def test_the_schema_has_the_columns_of_the_records(name: str) -> None:
    table = tables.TABLES[name]
    with duckdb.connect() as connection:
        connection.execute(file._sql("schema.sql"))
        fresh = tables.as_table([table.to_arrow([])], table.schema)
        connection.register("fresh", fresh)
        described = "SELECT column_name, column_type FROM (DESCRIBE {})"
        wanted = connection.execute(described.format("fresh")).fetchall()
        assert connection.execute(described.format(name)).fetchall() == wanted
        nullable = {row[2]: row[4] for row in shape(connection) if row[0] == name}
    assert nullable == {field.name: field.nullable for field in table.schema}


def add_migration(monkeypatch: pytest.MonkeyPatch, statement: str) -> None:
    steps, sql = file._steps(), file._sql
    monkeypatch.setattr(file, "SCHEMA_VERSION", tables.SCHEMA_VERSION + 1)
    monkeypatch.setattr(file, "_steps", lambda: [*steps, (tables.SCHEMA_VERSION + 1, "999_next.sql")])
    monkeypatch.setattr(file, "_sql", lambda name: statement if "999" in name else sql(name))


def test_an_older_study_is_brought_up_to_date(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    digest = fill(path)
    add_migration(monkeypatch, "ALTER TABLE claims ADD COLUMN colour VARCHAR DEFAULT 'red'; CREATE TABLE more (x INT)")
    for _ in range(2):
        with open_study(path) as study:
            study.add(claims=[make_claim(0)])
            assert study.claim(make_claim(0).id) == make_claim(0)
    monkeypatch.undo()
    with pytest.raises(StoreError, match="pip install --upgrade"):
        open_study(path)
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"UPDATE study SET version = {tables.SCHEMA_VERSION}; DELETE FROM claims")
    with open_study(path) as study:
        assert study.digest() == digest


def make_older(path: Path, version: int) -> None:
    """Make a study as that version of the program made it."""
    with duckdb.connect(str(path)) as connection:
        for number, name in file._steps():
            if number <= version:
                connection.execute(file._sql(f"migrations/{name}"))
        connection.execute("INSERT INTO study VALUES (?, 'older')", [version])


def test_a_study_of_the_first_version_keeps_its_articles(path: Path) -> None:
    make_older(path, 1)
    first = make_article(0)
    with duckdb.connect(str(path)) as connection:
        row = [first.id, first.document, first.text, "", "en", None, None, MAY, None, None, "", None, "[]"]
        connection.execute(f"INSERT INTO articles VALUES ({', '.join('?' * len(row))})", row)
    linked = replace(make_article(1), links=(Hyperlink(3, "https://example.org/a"),))
    with open_study(path) as study:
        study.add(articles=[linked])
        assert sorted(study.articles(), key=lambda a: a.id) == sorted([first, linked], key=lambda a: a.id)


def test_what_was_said_before_there_were_decisions_still_holds(path: Path) -> None:
    make_older(path, 2)
    same, apart = Verdict("a", "b", "same", 1.0, ("x", "y; z"), "user"), Verdict("b", "c", "different", 0.0, (), "ann")
    link = Link("d1", "part_of", "d2", "user", "c1", "", "c2")
    with duckdb.connect(str(path)) as connection:
        for v in (apart, same):
            row = [v.left, v.right, v.verdict, v.score, list(v.reasons), v.author]
            connection.execute("INSERT INTO verdicts VALUES (?, ?, ?, ?, ?, ?)", row)
        connection.execute(
            "INSERT INTO settings VALUES ('link', 'd1 d2', ?), ('map', 'zoom', '3')", [tables.to_json(link).decode()]
        )
    with open_study(path) as study:
        assert list(study.verdicts()) == [same, apart]
        assert list(study.links()) == [link]
        assert [(d.number, d.made, d.kind, d.word) for d in study.decisions()] == [
            (1, None, "parties", "same"),
            (2, None, "parties", "different"),
            (3, None, "deals", "part-of"),
        ]
        assert len({d.id for d in study.decisions()}) == 3
        assert (study.recall("link", "d1 d2"), study.recall("map", "zoom")) == (None, 3)
        study.drop_decision(next(d.id for d in study.decisions() if d.kind == "deals"))
        assert list(study.links()) == []


def test_a_migration_that_fails_leaves_the_study_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    digest = fill(path)
    add_migration(monkeypatch, "CREATE TABLE more (x INT); DROP TABLE nowhere")
    with pytest.raises(
        StoreError, match=rf"could not be brought to version {tables.SCHEMA_VERSION + 1} \(999_next.sql\)"
    ):
        open_study(path)
    monkeypatch.undo()
    with open_study(path) as study:
        assert study.digest() == digest
    with duckdb.connect(str(path)) as connection:
        assert ("more",) not in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()


# --- kills and full discs ---

ADD_FOREVER = """
with open_study(sys.argv[1], create=True) as study:
    for batch in range(int(sys.argv[2]), 100_000):
        study.add([make_article(batch)], [make_claim(batch * 50 + n, batch) for n in range(50)])
        print(batch, flush=True)
"""


@pytest.mark.parametrize("acknowledged", [1, 7, 23])
def test_a_killed_build_loses_nothing_acknowledged(path: Path, acknowledged: int) -> None:
    builder = run_python(ADD_FOREVER, path, 0)
    for _ in range(acknowledged):
        builder.stdout.readline()
    builder.kill()
    printed = [int(line) for line in builder.communicate()[0].split()]
    last = max([acknowledged - 1, *printed])
    with open_study(path) as study:
        kept = study.counts()
        assert kept["articles"] >= last + 1
        assert kept["claims"] == 50 * kept["articles"]  # no batch by halves
        assert all(study.knows(make_article(batch).id) for batch in range(last + 1))
    again = run_python(ADD_FOREVER, path, last)
    again.stdout.readline()
    again.kill()
    again.communicate()
    with open_study(path) as study:
        assert study.counts()["articles"] >= kept["articles"]


def test_a_build_killed_while_it_makes_the_study_leaves_none_or_a_whole_one(path: Path) -> None:
    # The moment of the kill is drawn over the whole of opening, import and all.
    for pause in (0, 2, 5, 9, 14, 20):
        opener = run_python("print('go', flush=True)\nopen_study(sys.argv[1], create=True)\nprint('made')", path)
        opener.stdout.readline()
        threading.Event().wait(pause / 1000)
        opener.send_signal(signal.SIGKILL)
        opener.communicate()
        with open_study(path, create=True) as study:
            assert study.counts()["articles"] == 0
        path.unlink()
        assert not path.with_name(path.name + ".wal").exists()


FILL = """
import resource
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, resource.RLIM_INFINITY))
chance = random.Random(1)
study = open_study(sys.argv[1], create=True)
try:
    for number in range(1_000):
        study.add([Article(str(number), "n", chance.randbytes(20_000).hex())], [make_claim(number)])
        print(number, flush=True)
except StoreError as error:
    print("refused:", error, flush=True)
study.close()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="this system cannot limit the size of files")
def test_a_full_disc_is_told_and_loses_nothing_acknowledged(path: Path) -> None:
    # A limit on the size of files stands in for a full disc: writing fails in the same places.
    output, told = run_python(FILL, path).communicate()
    *numbers, refused = output.splitlines()
    assert "refused: the study" in refused, told
    assert "What was acknowledged before is kept" in refused
    assert len(numbers) > 5
    with open_study(path) as study:
        assert study.counts()["articles"] == study.counts()["claims"] == len(numbers)
        study.digest()
        study.add([make_article(1)])


@pytest.fixture
def small_disc(tmp_path: Path):
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)]
    if not sys.platform.startswith("linux") or os.geteuid() or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("may not mount a small disc here; the test with limited files stands for it")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def add_until_refused(study: Study) -> tuple[list[str], str]:
    """Add articles until the study refuses one; return the ids that it took, and what it said."""
    chance, taken = random.Random(2), []
    for number in range(1_000):
        try:
            study.add([Article(str(number), "n", chance.randbytes(20_000).hex())])
        except StoreError as error:
            return taken, str(error)
        taken.append(str(number))
    raise AssertionError("the disc was never full")


def test_a_disc_that_is_full_and_then_has_room(small_disc: Path) -> None:
    (small_disc / "ballast").write_bytes(bytes(1_500_000))
    with open_study(small_disc / "study", create=True) as study:
        taken, said = add_until_refused(study)
    assert "make room on the disc" in said
    assert len(taken) > 5
    (small_disc / "ballast").unlink()
    with open_study(small_disc / "study") as study:
        assert {article.id for article in study.articles()} == set(taken)
        study.add([make_article(1)])
        assert study.counts()["articles"] == len(taken) + 1


def test_no_study_is_made_on_a_full_disc(small_disc: Path) -> None:
    fill_up(small_disc / "ballast")
    with pytest.raises(StoreError, match=r"room|cannot be opened"):
        open_study(small_disc / "study", create=True)
    assert [entry.name for entry in small_disc.iterdir()] == ["ballast"]


def fill_up(path: Path) -> None:
    with open(path, "wb", buffering=0) as ballast:
        try:
            while True:
                ballast.write(bytes(4096))
        except OSError:
            pass


def test_a_study_whose_file_could_not_be_tidied_does_not_take_the_place(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What closing does on a full disc: it leaves the tables in the log beside the draft and says nothing.
    connect = file._connect

    def connect_untidy(place: Path, read_only: bool = False) -> duckdb.DuckDBPyConnection:
        connection = connect(place, read_only)
        connection.execute("PRAGMA disable_checkpoint_on_shutdown")
        return connection

    monkeypatch.setattr(file, "_connect", connect_untidy)
    with open_study(path, create=True) as study:
        assert study.counts()["articles"] == 0
    assert [entry.name for entry in path.parent.iterdir() if "new-" in entry.name] == []


def test_a_study_that_may_not_be_written_can_be_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_study(path, create=True) as study:
        study.add([make_article(1)])
    access = os.access
    monkeypatch.setattr(os, "access", lambda place, mode: mode != os.W_OK and access(place, mode))
    with open_study(path) as study:
        assert study.counts()["articles"] == 1
        with pytest.raises(StoreError, match="could not take new rows"):
            study.add([make_article(2)])
    with pytest.raises(StoreError, match="may be read and not written"):
        open_study(path, to_write=True)
