"""GraphML: parties as nodes, legs as edges, for Gephi, yEd or networkx.

In: a `DealGraph`. Out: XML. Promise: valid GraphML 1.0 whatever the names hold (escaped, characters that XML cannot
hold left out); a bound that is not stated has no `data` element, which is not the same as zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TextIO
from xml.sax.saxutils import escape, quoteattr

from anello.model import DealGraph, Leg, Party

NODE_KEYS: Mapping[str, str] = {"name": "string", "kind": "string", "parent": "string", "known": "boolean"}
EDGE_KEYS: Mapping[str, str] = {
    "deal": "string",
    "kind": "string",
    "layer": "string",
    "low": "double",
    "high": "double",
    "currency": "string",
    "status": "string",
    "bindingness": "string",
    "first": "string",
    "last": "string",
    "tie": "string",
    "settlement": "string",
}


def write_graphml(graph: DealGraph, stream: TextIO) -> None:
    """Write the graph, with its day and floor in the description."""
    stream.write('<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
    for place, keys in (("node", NODE_KEYS), ("edge", EDGE_KEYS)):
        for name, kind in keys.items():
            stream.write(f'  <key id="{place}_{name}" for="{place}" attr.name="{name}" attr.type="{kind}"/>\n')
    stream.write('  <graph id="deals" edgedefault="directed">\n')
    stream.write(f"    <desc>as of {graph.as_of or 'all dates'}, floor {graph.floor or 'none'}</desc>\n")
    for party in graph.parties:
        stream.write(_node(party))
    for leg in graph.legs:
        stream.write(_edge(leg))
    stream.write("  </graph>\n</graphml>\n")


def _node(party: Party) -> str:
    return f"    <node id={_attribute(party.id)}>\n{_data('node', NODE_KEYS, party)}    </node>\n"


def _edge(leg: Leg) -> str:
    ends = f"source={_attribute(leg.payer)} target={_attribute(leg.payee)}"
    return f"    <edge id={_attribute(leg.id)} {ends}>\n{_data('edge', EDGE_KEYS, leg)}    </edge>\n"


def _data(place: str, keys: Mapping[str, str], record: Party | Leg) -> str:
    values = ((name, getattr(record, name)) for name in keys)
    return "".join(f'      <data key="{place}_{n}">{_text(v)}</data>\n' for n, v in values if v is not None)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else escape(_legal(str(value)))


def _attribute(value: str) -> str:
    return quoteattr(_legal(value))


def _legal(text: str) -> str:
    """Return the text without the characters that XML 1.0 cannot hold (XML 1.0, 2.2), not even escaped."""
    return "".join(c for c in text if c in "\t\n\r" or (c >= " " and not _unwritable(c)))


def _unwritable(character: str) -> bool:
    return "\ud800" <= character <= "\udfff" or character in "\ufffe\uffff"
