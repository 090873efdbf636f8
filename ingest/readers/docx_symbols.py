"""Characters that Word writes as places in a symbol font: ≤, µ and ✓ are letters there."""

from __future__ import annotations

# The Symbol font's own encoding, from 0x21; a space is a place that stands for no one character.
SYMBOL = "!∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_ αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
UPPER = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…  ↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑"
WINGDINGS = {
    0x4A: "☺", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x75: "◆", 0x76: "❖", 0x9F: "•", 0xA7: "▪", 0xA8: "□",
    0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒",
    0xFE: "☑",
}  # fmt: skip


def symbol(font: str, place: int) -> str:
    """The character at a place of a symbol font; empty when it is not known."""
    place &= 0xFF
    name = font.lower()
    if name.startswith("wingdings"):
        return WINGDINGS.get(place, "") if name == "wingdings" else ""
    if name == "symbol":
        if 0x21 <= place <= 0x7E:
            return SYMBOL[place - 0x21].strip()
        if 0xA0 <= place < 0xA0 + len(UPPER):
            return UPPER[place - 0xA0].strip()
    return ""


def translated(words: str, font: str) -> tuple[str, int]:
    """`words` with the private characters of a symbol font as what they look like, and how many are not known."""
    if not any("\uf000" <= one <= "\uf0ff" for one in words):
        return words, 0
    made, lost = "", 0
    for one in words:
        if "\uf000" <= one <= "\uf0ff":
            seen = symbol(font, ord(one)) or (symbol("symbol", ord(one)) if not font else "")
            lost += not seen
            made += seen
        else:
            made += one
    return made, lost
