"""Money as people read it: {{ amount|dollars }} $0.20, and $0.015 where that is the price."""

from decimal import Decimal

from django import template

register = template.Library()

CENT = Decimal("0.01")


@register.filter
def dollars(amount: Decimal) -> str:
    """Write US dollars, with more than cents only where there is more."""
    cents = amount.quantize(CENT)
    shown = cents if cents == amount else amount.normalize()
    return f"${shown:,f}"
