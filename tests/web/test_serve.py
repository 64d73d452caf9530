"""The command `anello serve`: a server of its own that answers, guards and ends."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from anello.cli.serving import address_of, token_for
from anello.errors import SettingsError
from anello.store import open_study
from anello.web.serving import take_port

Cli = Callable[..., tuple[int, str, str]]
SOURCES = str(Path(__file__).parents[2] / "src")


@contextmanager
def served(path: Path, *options: str) -> Iterator[str]:
    """Serve a study in another process; give the address that it prints."""
    command = [sys.executable, "-m", "anello", "serve", str(path), "--port", "0", *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={"PYTHONPATH": SOURCES})
    assert process.stderr is not None
    try:
        told = re.search(r"http://\S+", process.stderr.readline())
        assert told is not None
        yield told.group()
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)
        last_words = process.stderr.read()
        assert "Traceback" not in last_words
        assert "leaked" not in last_words
    finally:
        process.kill()
        process.stderr.close()
        process.wait()


def fetch(address: str, **headers: str) -> tuple[int, bytes]:
    request = urllib.request.Request(address, headers={k.replace("_", "-"): v for k, v in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def test_a_served_study_answers_and_is_free_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "served.anello"
    open_study(path, create=True).close()
    with served(path) as address:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
        status, body = fetch(f"{address}api/v1/study")
        assert (status, json.loads(body)["name"]) == (200, "served")
        assert fetch(address)[0] == 200
        assert fetch(f"{address}api/v1/study", host="evil.example")[0] == 421
        other = subprocess.run([sys.executable, "-m", "anello", "deals", str(path)], capture_output=True, text=True)
        assert other.returncode == 1
        assert "another process" in other.stderr
    open_study(path).close()


def test_beyond_loopback_the_printed_address_holds_the_token(tmp_path: Path) -> None:
    path = tmp_path / "served.anello"
    open_study(path, create=True).close()
    with served(path, "--host", "0.0.0.0") as address:
        place, _, token = address.partition("?token=")
        assert len(token) >= 32
        assert fetch(f"{place}api/v1/study")[0] == 401
        assert fetch(f"{place}api/v1/study?token={token}")[0] == 200
        assert fetch(f"{place}api/v1/study", authorization=f"Bearer {token}", host="maps.example")[0] == 200


def test_tokens() -> None:
    assert token_for("127.0.0.1", None) is None
    assert token_for("127.0.0.1", "a" * 16) == "a" * 16
    assert token_for("0.0.0.0", None) != token_for("0.0.0.0", None)
    with pytest.raises(SettingsError, match="can be guessed"):
        token_for("0.0.0.0", "short")


def test_addresses() -> None:
    assert address_of("0.0.0.0", 80, "t") == "http://127.0.0.1:80/?token=t"
    assert address_of("::1", 80, None) == "http://[::1]:80/"
    assert address_of("maps.example", 80, None) == "http://maps.example:80/"


def test_what_is_wrong_is_one_line(cli: Cli, tmp_path: Path) -> None:
    code, _, told = cli("serve", str(tmp_path / "none.anello"))
    assert (code, told.count("\n")) == (1, 1)
    path = tmp_path / "a.anello"
    open_study(path, create=True).close()
    code, _, told = cli("serve", str(path), "--host", "no such host.invalid")
    assert (code, told.count("\n")) == (1, 1)
    assert "choose another" in told
    assert cli("serve", str(path), "--token", "short")[0] == 1
    assert cli("serve", str(path), "--port", "70000")[0] == 2


def test_small_answers_are_not_held_back(tmp_path: Path) -> None:
    """An event loop switches off Nagle's delay only for sockets that say they are TCP."""
    with take_port("127.0.0.1", 0) as listening:
        assert listening.proto == socket.IPPROTO_TCP
