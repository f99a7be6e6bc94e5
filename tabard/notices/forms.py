"""What the page of notices sends."""

from django import forms


class ReadForm(forms.Form):
    """From which to which notice somebody has read; those of a page follow each other."""

    oldest = forms.IntegerField(min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    newest = forms.IntegerField(min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
