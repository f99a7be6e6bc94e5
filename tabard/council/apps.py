"""Tells Django of this app."""

from importlib import import_module

from django.apps import AppConfig, apps
from django.utils.module_loading import module_has_submodule


class CouncilConfig(AppConfig):
    """The app's place among Django's."""

    name = "tabard.council"
    label = "council"

    def ready(self) -> None:
        """Let every app declare what a council can set of it."""
        for app in apps.get_app_configs():
            ours = app.module is not None and app.name.startswith("tabard.")
            if ours and app.label != "config" and module_has_submodule(app.module, "settings"):
                import_module(f"{app.name}.settings")
