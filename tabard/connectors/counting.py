"""Counts words as networks count them."""

import regex


def graphemes(words: str, *, most: int, most_bytes: int) -> int:
    """Count what readers take for one character each.

    Networks that count so limit the bytes as well, since one character can hold any number of
    accents: words of too many bytes are counted by bytes, and come out longer than `most`.
    """
    count = len(regex.findall(r"\X", words))
    size = len(words.encode(errors="surrogatepass"))
    return count if size <= most_bytes else max(count, -(-size * most // most_bytes))
