"""A ward's guide with tables and lists, nested and long, asked by the first words of what it says: no model needed."""

from __future__ import annotations

from dataclasses import replace

from chat.answers import Answer, Shown
from chat.units import Unit, units
from tests.ingest.reading import documented, passages

_WATCH = "".join(
    f"<li>watch for what is called s{number}, at every visit, and write down what was seen</li>" for number in range(40)
)
GUIDE = f"""<!DOCTYPE html><html><head><title>Gentamicin: ward guide</title></head><body><h1>Gentamicin: ward guide</h1>
<h2>Dosing</h2>
<table><tr><th>CrCl (mL/min)</th><th>Dose</th><th>Interval</th><th>First level</th></tr>
<tr><td>&gt; 60</td><td>5 mg/kg (max 480 mg)</td><td>24 h</td><td>18–24 h after dose 1</td></tr>
<tr><td>dialysis</td><td>1 mg/kg after dialysis</td><td>by level only</td><td>before next session</td></tr></table>
<h2>Severity</h2>
<table><caption>Table 1. Severity by &lt;b&gt;signs&lt;/b&gt;</caption>
<tr><th>Severity</th><th>Peak flow</th><th>SpO₂</th><th>Signs</th></tr>
<tr><td rowspan="2">Moderate</td><td>50–75% of best</td><td>≥ 92%</td><td>speech normal</td></tr>
<tr><td>33–50% of best</td><td>[1] **bold**</td><td>pulse &lt; 110</td></tr></table>
<h2>Treatment</h2>
<ul><li>Bronchodilators<ul><li>Salbutamol 5 mg every 15 minutes</li>
<li>Add ipratropium 500 micrograms<ul><li>only in acute severe asthma</li>
<li>not in moderate exacerbations</li></ul></li></ul>
</li></ul>
<h2>Watch</h2><p>While it is given, do all of this:</p><ul>{_WATCH}</ul>
</body></html>"""
SOURCE = "gentamicin.html"
DOCUMENT = documented(GUIDE, SOURCE)
PASSAGES = passages(GUIDE)
LONG = "While it is given"


def unit(begins: str) -> Unit:
    """The first unit, whole lists before their items, whose words begin so, or which holds them."""
    every = [one for passage in PASSAGES for one in units(passage)]
    return next(one for how in (str.startswith, str.__contains__) for one in every if how(one.words(), begins))


def ward_answer(question: str) -> Answer:
    """What the guide says in the unit that the question names."""
    said = unit(question).statement()
    passage = unit(question).passage
    shown = Shown(replace(passage, document=DOCUMENT.key), SOURCE, DOCUMENT.title, 1)
    return Answer(question, question, (said,), (shown,), 0.9)
