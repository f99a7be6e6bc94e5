"""Signs that look like letters are found; letters are not."""

from tabard.checks.plain.symbols import Symbols
from tabard.checks.tests.contract import CheckContract


class TestSymbols(CheckContract):
    check = Symbols
    noticed = {
        "⟦\U0001d4d7\U0001d4ee\U0001d4f5\U0001d4f5\U0001d4f8⟧ all": "symbols_as_letters",
        "⟦\uff28\uff25\uff2c\uff2c\uff2f⟧": "symbols_as_letters",
        "⟦\u24d7\u24d8⟧": "symbols_as_letters",
    }
    left_alone = (
        "Hello, café, Łódź",
        "x² and \U0001d465",
        "plain",
    )
