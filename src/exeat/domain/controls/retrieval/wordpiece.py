"""Text as the word pieces that a BERT model was trained on (Devlin et al. 2019; Wu et al. 2016 for the method).

The vocabulary beside this file is that of "bert-base-uncased" (Google, Apache-2.0), which all-MiniLM-L6-v2 uses
unchanged. A word is split greedily into the longest pieces that the vocabulary holds.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files

_LONGEST_WORD = 100
_UNKNOWN, _START, _END = "[UNK]", "[CLS]", "[SEP]"
_IDEOGRAPH = re.compile("[\u3400-\u9fff\uf900-\ufaff]")


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, int]:
    """Each piece's number: its line in the file, from 0."""
    text = (files(__package__) / "vocabulary.txt").read_text(encoding="utf-8")
    return {piece: number for number, piece in enumerate(text.split("\n")) if piece}


def pieces(text: str, most: int) -> list[int]:
    """The numbers of a text's pieces between the marks of start and end, at most `most` in all (two or more)."""
    known = vocabulary()
    found = [known[_START]]
    for word in "".join(map(_spaced, _plain(text))).split():
        found += _split(word)
        if len(found) >= most:
            break
    return [*found[: most - 1], known[_END]]


def _plain(text: str) -> str:
    """Lower case without accents, as the model's training text was."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in decomposed if unicodedata.category(c) != "Mn")


@lru_cache(maxsize=4_000)
def _spaced(char: str) -> str:
    """Punctuation and ideographs are words of their own; what is printed nowhere is nothing."""
    category = unicodedata.category(char)
    if category[0] == "C" and not char.isspace():
        return ""
    ascii_sign = char.isascii() and not char.isalnum()
    return f" {char} " if ascii_sign or category[0] == "P" or _IDEOGRAPH.match(char) else char


@lru_cache(maxsize=20_000)
def _split(word: str) -> tuple[int, ...]:
    known = vocabulary()
    if len(word) > _LONGEST_WORD:
        return (known[_UNKNOWN],)
    found: list[int] = []
    start = 0
    while start < len(word):
        mark = "##" if start else ""
        end = next((e for e in range(len(word), start, -1) if mark + word[start:e] in known), None)
        if end is None:
            return (known[_UNKNOWN],)
        found.append(known[mark + word[start:end]])
        start = end
    return tuple(found)
