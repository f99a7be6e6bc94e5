"""Every address of the product."""

from django.urls import include, path

urlpatterns = [
    path("", include("tabard.home.urls")),
    path("", include("tabard.people.urls")),
    path("scim/v2/", include("tabard.people.urls.scim")),
    path("people/", include("tabard.people.urls.staff")),
    path("settings/", include("tabard.council.urls")),
    path("notices/", include("tabard.notices.urls")),
    path("practice/", include("tabard.practice.urls")),
    path("accounts/", include("tabard.accounts.urls")),
    path("training/", include("tabard.training.urls")),
    path("accreditation/", include("tabard.accreditation.urls")),
    path("council-accounts/", include("tabard.keeping.urls")),
    path("spending/", include("tabard.spending.urls")),
    path("", include("tabard.composing.urls")),
    path("posts/", include("tabard.publishing.urls")),
    path("directory/", include("tabard.directory.urls")),
    path("record/", include("tabard.disclosure.urls")),
]

handler400 = "tabard.common.refusals.could_not_read"
