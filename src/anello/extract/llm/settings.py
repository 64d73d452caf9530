"""Settings of the model seam: where the model is, what it costs, where its answers are kept.

In: environment variables. Out: `Settings`. Promise: whatever cannot work is refused before the first request, with a
message that names the variable; the key is in no message and in no printed form of a record.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from urllib.parse import urlsplit

from anello.errors import SettingsError

COMPLETIONS = "/chat/completions"


@dataclass(frozen=True, slots=True)
class Settings:
    """Which model is asked, at which address; prices are per million tokens, None where the user names none.

    `cache` is the folder of answers.
    """

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    price_in: Decimal | None = None
    price_out: Decimal | None = None
    cache: Path | None = None


def read_settings(environment: Mapping[str, str] | None = None, beside: Path | None = None) -> Settings:
    """Return the settings that the environment names.

    Args:
        environment: variables by name; None takes those of this process.
        beside: a study; its answers are kept beside it unless ANELLO_LLM_CACHE names another folder.

    Raises:
        SettingsError: a variable is missing, or its value cannot work.
    """
    named = {key: value.strip() for key, value in (os.environ if environment is None else environment).items()}
    return Settings(
        url=_url(named.get("ANELLO_LLM_URL", "")),
        model=_model(named.get("ANELLO_LLM_MODEL", "")),
        key=_key(named.get("ANELLO_LLM_KEY", "")),
        price_in=_price(named, "ANELLO_LLM_PRICE_IN"),
        price_out=_price(named, "ANELLO_LLM_PRICE_OUT"),
        cache=_cache(named, beside),
    )


def _url(text: str) -> str:
    if not text:
        raise SettingsError(
            "the extractor llm asks a model that you name: set ANELLO_LLM_URL to an OpenAI-compatible address such as "
            "http://localhost:8000/v1, ANELLO_LLM_MODEL to the name of the model and, where it needs one, "
            "ANELLO_LLM_KEY (docs/llm.md)"
        )
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if not usable or not (text.isascii() and text.isprintable()) or " " in text:
        raise SettingsError("ANELLO_LLM_URL is no http or https address; write it like http://localhost:8000/v1")
    if parts.username or parts.password or parts.query:
        raise SettingsError("ANELLO_LLM_URL holds credentials or a query; put the key in ANELLO_LLM_KEY alone")
    path = parts.path.rstrip("/")
    return parts._replace(path=path if path.endswith(COMPLETIONS) else path + COMPLETIONS, fragment="").geturl()


def _model(text: str) -> str:
    if not text or not text.isprintable():
        raise SettingsError("set ANELLO_LLM_MODEL to the name of the model as its endpoint knows it")
    return text


def _key(text: str) -> str | None:
    if not (text.isascii() and text.isprintable()):
        raise SettingsError("ANELLO_LLM_KEY has characters that no header can carry; copy the key again")
    return text or None


def _price(named: Mapping[str, str], variable: str) -> Decimal | None:
    text = named.get(variable)
    if not text:
        return None
    try:
        price = Decimal(text)
    except InvalidOperation:
        price = Decimal(-1)
    if not (price.is_finite() and price >= 0):
        raise SettingsError(f"{variable} is no price; write what a million tokens cost, such as 0.15")
    return price


def _cache(named: Mapping[str, str], beside: Path | None) -> Path:
    if named.get("ANELLO_LLM_CACHE"):
        return Path(named["ANELLO_LLM_CACHE"])
    if beside is not None:
        return beside.with_name(f"{beside.name}.llm")
    return Path(named.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "anello" / "llm"
