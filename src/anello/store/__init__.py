"""The study: everything known about a set of articles, in one DuckDB file.

In: records from the rooms. Out: the same records, in stable order, batch by batch. Promise: what `Study.add` has
returned for is on disc, also after a kill or a full disc; adding the same rows again changes nothing; memory stays
bounded. One process owns a study while it is open. See docs/study.md.
"""

from anello.store.standing import Standing, standing_of
from anello.store.study import Study, open_study

__all__ = ["Standing", "Study", "open_study", "standing_of"]
