"""What is filled in about material for colleagues."""

from datetime import date
from functools import cached_property

from django import forms
from django.utils import timezone

from tabard.common.fields import GovukDateField
from tabard.common.words import WordsField
from tabard.composing import rules
from tabard.composing.models import (
    LONGEST_HINT,
    LONGEST_MATERIAL,
    LONGEST_TITLE_OF_MATERIAL,
    Material,
)


class FromMaterial(forms.Form):
    """What a post is made from, if its author puts something into their own words."""

    material = forms.ModelChoiceField(
        queryset=Material.objects.none(),
        required=False,
        widget=forms.HiddenInput,
        error_messages={
            "invalid_choice": "What this post was to be made from is not offered any more"
        },
    )
    not_from_material = forms.BooleanField(
        label="This post is not made from it any more", required=False
    )

    @cached_property
    def material_shown(self) -> Material | None:
        """What the post is made from, as it stands in the form."""
        chosen = str(self["material"].value() or "")
        if not chosen.isdecimal() or self["not_from_material"].value():
            return None
        usable = self.fields["material"].queryset  # type: ignore[attr-defined] # a field of models
        found: Material | None = usable.filter(pk=chosen).first()
        return found


class FindMaterialForm(forms.Form):
    """Which material to look for."""

    q = forms.CharField(
        label="Find material", help_text="For example, flu or road works", required=False
    )


class MaterialForm(forms.Form):
    """What colleagues are to put into their own words, and until when."""

    title = forms.CharField(
        label="What is it about?",
        help_text="For example, Flu vaccinations start.",
        max_length=LONGEST_TITLE_OF_MATERIAL,
        error_messages={"required": "Enter what it is about"},
    )
    words = WordsField(
        label="What is true and can be said?",
        called="What can be said",
        longest=LONGEST_MATERIAL,
        help_text="Facts, dates and links. Colleagues say it in their own words.",
        error_messages={"required": "Enter what is true and can be said"},
    )
    hint = WordsField(
        label="What would make it personal?",
        called="What would make it personal",
        longest=LONGEST_HINT,
        help_text="For example: say where you had yours, or what people ask you about it.",
        required=False,
    )
    last_day = GovukDateField(
        label="Until which day can it be used?",
        called="the last day",
        help_text="After it nobody begins a post from it.",
    )

    def clean_last_day(self) -> date:
        """Offer nothing for longer than anybody looks after it."""
        day: date = self.cleaned_data["last_day"]
        refusal = rules.is_offered_until(day, timezone.localdate())
        if refusal is not None:
            raise forms.ValidationError(refusal.why)
        return day


class WhyNotForm(forms.Form):
    """Why material is declined, or can be used no more."""

    why = WordsField(
        label="Why?",
        called="Your reason",
        longest=LONGEST_HINT,
        help_text="Everybody who is told reads it.",
        error_messages={"required": "Enter why"},
    )
