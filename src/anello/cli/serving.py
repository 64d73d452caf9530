"""The command that opens the map: serve.

In: a study, where to serve it. Out: the address on standard error; the map and the HTTP API until Ctrl-C. Promise: on
this machine alone unless a host says otherwise, and then never without a token; read-only without --review.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from anello.cli import screen
from anello.cli.options import Option, StudyArgument, Typer
from anello.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable

LOOPBACK = "127.0.0.1"
PORT = 8765
LEAST_OF_TOKEN = 16
"""Characters of a token, at least."""

Host = Annotated[
    str, Option("--host", metavar="NAME", help="Serve on this host; beyond this machine a token is demanded.")
]
Port = Annotated[int, Option("--port", min=0, max=65535, metavar="N", help="The port; 0 takes any that is free.")]
Token = Annotated[
    str | None,
    Option(
        "--token",
        metavar="TEXT",
        help="Demand this token with every question. Beyond this machine one is made where none is given.",
        show_default=False,
    ),
]
Review = Annotated[bool, Option("--review", help="Let the page decide on claims, parties and deals.")]
Open = Annotated[bool, Option("--open", help="Open the map in the browser.")]


def add_to(app: Typer) -> None:
    """Hang the command on the application."""
    app.command()(serve)


def serve(
    study: StudyArgument,
    host: Host = LOOPBACK,
    port: Port = PORT,
    token: Token = None,
    review: Review = False,
    open: Open = False,
) -> None:
    """Open the map of a study in the browser, and its HTTP API.

    The map is at the address that is printed, the API under /api/v1 (docs/api.md). Only this machine can reach it;
    with --host others can too, and must send the token. Nothing is changed in the study without --review. The study is
    in use until Ctrl-C.

    \b
    Examples:
      anello serve my.anello --open
      anello serve my.anello --review
      anello serve my.anello --host 0.0.0.0 --port 8080
    """
    from threading import Event, Thread

    from anello.store import open_study
    from anello.web.app import make_app
    from anello.web.asking import Asker
    from anello.web.desk import Desk
    from anello.web.guarding import House
    from anello.web.serving import serve_app

    house = House.at(host, token_for(host, token), review)
    with open_study(study, to_write=review) as opened:
        desk = Desk(opened, review=review, lasting=True)
        greet, asker, left = greeting(host, house.token, open), Asker(desk), Event()
        ahead = Thread(target=asker.make_ahead, args=(left.is_set,))

        def begin(port: int) -> None:
            with screen.waiting("Reading the study"):
                asker.ready_first_screen()
            greet(port)
            ahead.start()

        try:
            serve_app(make_app(desk, house), host, port, begin)
        finally:
            left.set()
            if ahead.is_alive():
                ahead.join()
            desk.leave()


def token_for(host: str, given: str | None) -> str | None:
    """Return the token that is demanded: the one given, one made beyond loopback, else none.

    Raises:
        SettingsError: the token is too short to keep anybody out.
    """
    from secrets import token_urlsafe

    from anello.web.guarding import is_loopback

    if given is not None and len(given) < LEAST_OF_TOKEN:
        raise SettingsError(f"a token of {len(given)} characters can be guessed; give {LEAST_OF_TOKEN} or more")
    return given if given is not None or is_loopback(host) else token_urlsafe(24)


def greeting(host: str, token: str | None, open: bool) -> Callable[[int], None]:
    """Return what prints the address of the map once its port is taken, and opens it where asked."""

    def greet(port: int) -> None:
        address = address_of(host, port, token)
        screen.say(f"the map is at {address} until Ctrl-C")
        if open:
            from webbrowser import open_new_tab

            open_new_tab(address)

    return greet


def address_of(host: str, port: int, token: str | None) -> str:
    """Return the address of the map.

    >>> address_of("127.0.0.1", 8765, None), address_of("::", 80, "secret")
    ('http://127.0.0.1:8765/', 'http://[::1]:80/?token=secret')
    """
    shown = {"0.0.0.0": LOOPBACK, "::": "::1"}.get(host.strip("[]"), host.strip("[]"))
    name = f"[{shown}]" if ":" in shown else shown
    return f"http://{name}:{port}/" + (f"?token={token}" if token else "")
