"""The help of `liupan` in the language of the terminal.

A command's help is its docstring, in English; tools/messages.py finds it and the help of its
options, and the catalogue of the command's own room says it in Chinese.
"""

import inspect
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import click.core
import click.decorators
import click.exceptions
import click.formatting
import click.parser

from liupan.config import terminal
from liupan.config.terminal import gettext as _

PACKAGE = Path(__file__).resolve().parents[1]
WIDTH = 76
"""Columns of a line of help; a Chinese character takes two."""

Say = Callable[[str], str]


def speak(command: click.Command) -> None:
    """Let the command and all below it speak as the terminal does."""
    if terminal.language() == "en":
        return
    for module in (click.core, click.decorators, click.exceptions, click.formatting, click.parser):
        # It has no other door: its words come by Python's gettext, from the environment alone.
        setattr(module, "_", _clicks)  # noqa: B010
    _translate(command, _)


def _translate(command: click.Command, say: Say) -> None:
    say = _speaker(command, say)
    if command.help:
        said = say(inspect.cleandoc(command.help))
        command.short_help = said.partition("。")[0].partition("\n")[0]
        command.help = "\n\n".join(_folded(said))
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            parameter.help = say(parameter.help)
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            _translate(inner, say)


def _speaker(command: click.Command, say: Say) -> Say:
    """Who speaks for the command: the room its function stands in."""
    module = getattr(command.callback, "__module__", "")
    parts = module.split(".")[1:3]
    catalogue = PACKAGE.joinpath(*parts) / terminal.PLACE
    if not catalogue.exists():
        return say
    return lambda text: terminal.chinese(catalogue).get(text, _(text))


def _folded(text: str) -> Iterator[str]:
    """The paragraphs, folded here: click folds at spaces, and counts characters, not columns."""
    for paragraph in text.split("\n\n"):
        if "\b" in paragraph:
            yield paragraph
        else:
            joined = "".join(line.strip() for line in paragraph.split("\n"))
            yield "\b\n" + "\n".join(_lines(joined))


def _lines(text: str) -> Iterator[str]:
    line, taken = "", 0
    for word in _words(text):
        wide = sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in word)
        if taken + wide > WIDTH and word not in CLOSING:
            yield line.rstrip()
            line, taken = "", 0
        line += word
        taken += wide
    yield line.rstrip()


CLOSING = "，。、；：）”》"
"""What begins no line."""


def _words(text: str) -> Iterator[str]:
    """Where a line may break: after a Chinese character, and between words of letters."""
    word = ""
    for character in text:
        is_wide = unicodedata.east_asian_width(character) in "WF"
        if (is_wide or character == " ") and word:
            yield word
            word = ""
        if is_wide or character == " ":
            yield character
        else:
            word += character
    if word:
        yield word


def _clicks(text: str) -> str:
    """Click's own words."""
    return _own().get(text, text)


def _own() -> dict[str, str]:
    return {
        "Usage:": _("Usage:"),
        "Options": _("Options"),
        "Commands": _("Commands"),
        "Positional arguments": _("Positional arguments"),
        "Show this message and exit.": _("Show this message and exit."),
        "Show the version and exit.": _("Show the version and exit."),
        "required": _("required"),
        "default: {default}": _("default: {default}"),
        "Error: {message}": _("Error: {message}"),
        "Try '{command} {option}' for help.": _("Try '{command} {option}' for help."),
        "Missing command.": _("Missing command."),
        "Missing argument": _("Missing argument"),
        "Missing option": _("Missing option"),
        "No such option {name!r}.": _("No such option {name!r}."),
        "No such command {name!r}.": _("No such command {name!r}."),
        "Invalid value: {message}": _("Invalid value: {message}"),
        "Invalid value for {param_hint}: {message}": _("Invalid value for {param_hint}: {message}"),
    }
