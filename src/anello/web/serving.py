"""The server: an application on a host and a port until it is stopped; the only module that knows uvicorn.

In: an application, where to serve it. Out: nothing; it returns when it is stopped. Promise: a port that is taken is one
clear line; the access log is off, since addresses hold tokens and what people search for.
"""

from __future__ import annotations

import gc
import socket
from collections.abc import Callable

import uvicorn

from anello.errors import SettingsError
from anello.web.sending import App

BACKLOG = 256


def serve_app(app: App, host: str, port: int, ready: Callable[[int], None] = lambda port: None) -> None:
    """Serve an application until the process is told to stop.

    Args:
        port: 0 takes any that is free.
        ready: called with the port when it is taken.

    Raises:
        SettingsError: the host or the port cannot be used.
    """
    taken = take_port(host, port)
    try:
        ready(int(taken.getsockname()[1]))
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, lifespan="off", server_header=False, timeout_keep_alive=30
        )
        uvicorn.Server(config).run(sockets=[taken])
    except KeyboardInterrupt:
        pass  # how a server is meant to end
    finally:
        taken.close()
        gc.unfreeze()  # what a lasting desk kept can go with the process


def take_port(host: str, port: int) -> socket.socket:
    """Return a socket that listens on a host and port.

    Raises:
        SettingsError: the host or the port cannot be used.
    """
    name = host.strip("[]")
    try:
        family = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)[0][0]
    except (OSError, UnicodeError) as error:
        raise _unusable(host, port, error) from error
    # Named as TCP, or the event loop would not switch off Nagle's delay: 40 ms for each small answer.
    found = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((name, port))
        found.listen(BACKLOG)
    except (OSError, UnicodeError) as error:
        found.close()
        raise _unusable(host, port, error) from error
    return found


def _unusable(host: str, port: int, error: Exception) -> SettingsError:
    said = getattr(error, "strerror", None) or str(error)
    return SettingsError(f"cannot serve on {host}:{port}: {said}; choose another --port or --host")
