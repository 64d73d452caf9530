"""Cache: answers of the model, so that nothing is paid for twice.

In: a folder, the bytes of a request. Out: the answer kept for exactly these bytes, if any. Promise: the name of a file
is the digest of the whole request (model, prompt, passage), so that a change of any of them asks anew; a file is there
whole or not at all, whenever the process is killed; a damaged file counts as none. The key is not part of a request.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from anello.errors import SettingsError, StoreError


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model wrote; `cut` tells that it stopped at the limit of tokens."""

    text: str
    cut: bool = False


class Cache:
    """A folder of answers by the digest of their request."""

    def __init__(self, folder: Path) -> None:
        """Make the folder.

        Raises:
            SettingsError: it cannot be made or written; better known before the first answer is paid for.
        """
        self.folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            raise SettingsError(
                f"the folder of answers {folder} cannot be written ({error.strerror}); name another in ANELLO_LLM_CACHE"
            ) from error

    def find(self, request: bytes) -> Answer | None:
        """Return the answer kept for a request, or None."""
        try:
            kept = json.loads(self._path(request).read_bytes())
            text, cut = kept["text"], kept["cut"]
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        return Answer(text, cut) if isinstance(text, str) and isinstance(cut, bool) else None

    def keep(self, request: bytes, answer: Answer) -> None:
        """Keep the answer to a request.

        Raises:
            StoreError: it cannot be written; going on would pay for answers that are lost.
        """
        path = self._path(request)
        data = json.dumps({"text": answer.text, "cut": answer.cut}).encode()
        try:
            path.parent.mkdir(exist_ok=True)
            handle, draft = tempfile.mkstemp(dir=path.parent, suffix=".partial")
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.replace(draft, path)
        except OSError as error:
            raise StoreError(f"the answer of the model cannot be kept in {self.folder} ({error.strerror})") from error

    def _path(self, request: bytes) -> Path:
        digest = hashlib.blake2b(request, digest_size=20).hexdigest()
        return self.folder / digest[:2] / f"{digest}.json"
