"""The settings: apps in the order of the layers, and every variable explained."""

import re
import tomllib

from django.conf import settings

from tabard.config.places import PROJECT


def layers() -> list[set[str]]:
    """Give the layers of the import contract, highest first, without brackets."""
    with (PROJECT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    return [set(re.findall(r"\w+", layer)) for layer in contracts[0]["layers"]]


def test_installed_apps_stand_in_layer_order():
    places = {app: depth for depth, layer in enumerate(layers()) for app in layer}
    ours = [
        app.removeprefix("tabard.") for app in settings.INSTALLED_APPS if app.startswith("tabard.")
    ]

    depths = [places[app] for app in ours]

    assert depths == sorted(depths)


def test_every_variable_is_explained_in_the_example():
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for path in (PROJECT / "tabard").rglob("*.py")
        if "tests" not in path.parts
    )
    used = set(re.findall(r"\benv\(\s*[\"'](\w+)[\"']", code)) | set(
        re.findall(r"\b(?:key|yes_or_no|listed|whole_number)\(\s*[\"'](\w+)[\"']", code)
    )

    example = (PROJECT / ".env.example").read_text(encoding="utf-8")
    explained = set(re.findall(r"^#? ?TABARD_(\w+)=", example, re.MULTILINE))

    assert used == explained
