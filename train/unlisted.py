"""List the words that carry deals in the self-written articles and that no pack lists yet.

usage: python train/unlisted.py CODE
"""

from __future__ import annotations

import sys
from collections import defaultdict

from written import HERE, read_written

from anello.extract.document import split_sentences
from anello.extract.frames import deal_words
from anello.lang import load


def main() -> int:
    """Print one line a claim type: the phrases without any listed word of that type's family."""
    code = sys.argv[1]
    language, words = load(code), deal_words(code)
    out: dict[str, list[str]] = defaultdict(list)
    for path in sorted(HERE.glob(f"{code}-*.txt")):
        for article in read_written(path):
            for claim in article.claims:
                phrase = claim.get("trigger") or ""
                lows = [t.low for s in split_sentences(phrase, language) for t in s.tokens] if phrase else []
                if lows and not any(words.triggers.find(lows, i) for i in range(len(lows))):
                    out[claim["type"]].append(phrase)
    for type_, phrases in sorted(out.items()):
        print(f"{type_} ({len(phrases)}): " + " | ".join(dict.fromkeys(phrases)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
