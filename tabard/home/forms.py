"""The two questions that residents can ask on the first page; the directory answers them."""

from django import forms


class FindForm(forms.Form):
    """Words to find somebody by."""

    q = forms.CharField(label="Name, job, service or account", max_length=100, required=False)


class CheckForm(forms.Form):
    """A link or handle of which somebody wants to know whose it is."""

    q = forms.CharField(label="Link or handle", max_length=500)
