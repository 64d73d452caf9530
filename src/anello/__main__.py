"""`python -m anello`: the same as the command `anello`."""

from __future__ import annotations

from anello.cli import main

if __name__ == "__main__":
    main()
