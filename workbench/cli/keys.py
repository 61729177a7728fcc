"""keys: what every key does, as a file in which a person may give other ones."""

import json
from importlib import import_module

import click

from workbench.cli.common import json_option, print_json
from workbench.tui.destinations import DESTINATIONS
from workbench.tui.keymap import EVERYWHERE, keymap_path
from workbench.tui.keys import Key
from workbench.tui.study_screen import StudyScreen


@click.command("keys", epilog="Example: workbench keys > ~/.config/workbench/keys.toml")
@json_option
def keys_command(as_json: bool) -> None:
    """Print the keys of every screen, in the form of the file that changes them.

    The file is keys.toml in the folder workbench of your configuration folder. Leave in it the
    lines that you change; the others stay as they are.
    """
    screens: dict[str, dict[str, str]] = {EVERYWHERE: _named(StudyScreen.common_keys)}
    for place in DESTINATIONS:
        module = import_module(f"workbench.tui.screens.{place.module}")
        screens[place.title] = _named(getattr(module, place.class_name).KEYS)
    if as_json:
        print_json(screens)
        return
    click.echo(f"# {keymap_path()}")
    for title, keys in screens.items():
        click.echo(f"\n[{title}]")
        for what, key in keys.items():
            click.echo(f"{json.dumps(what, ensure_ascii=False)} = {json.dumps(key)}")


def _named(keys: tuple[Key, ...]) -> dict[str, str]:
    return {key.description: key.key for key in keys if key.description and key.key}
