"""Plot: findings -> one picture each, as SVG, and as PNG from the same SVG.

In: findings, with the view that they are from. Out: SVG documents as text, PNG as bytes. Promise: no browser and no
network; the same findings give the same bytes; intervals stay intervals and what is not known is drawn as not known; no
picture without its title, window, floor, unit, day and the way to its sentences (docs/plot.md).
"""
