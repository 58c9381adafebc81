"""The forms of a page with what a browser would send of each before anybody types."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class ShownForm:
    """A form that is posted: its address, and its fields with the values that they show."""

    action: str
    values: dict[str, list[str]] = field(default_factory=dict)


def shown_forms(html: str, address: str) -> list[ShownForm]:
    """Return the posted forms of the page at ``address``."""
    reader = _Reader(address)
    reader.feed(html)
    reader.close()
    return reader.forms


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[ShownForm] = []
        self._form: ShownForm | None = None
        self._name = ""  # of the select or the text area that is being read
        self._first: str | None = None  # option of a select, which is sent when none is marked
        self._is_text = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post":
            self._form = ShownForm(given.get("action", "").partition("#")[0] or self.address)
            self.forms.append(self._form)
        elif self._form is None or "disabled" in given:
            return
        elif tag == "input" and given.get("name"):
            self._input(self._form, given)
        elif tag in {"select", "textarea"} and given.get("name"):
            self._name, self._first, self._is_text = given["name"], None, tag == "textarea"
            self._form.values[self._name] = [""] if self._is_text else []
        elif tag == "option" and self._name:
            self._first = given.get("value", "") if self._first is None else self._first
            if "selected" in given:
                self._form.values[self._name].append(given.get("value", ""))

    @staticmethod
    def _input(form: ShownForm, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind in {"submit", "button", "image", "file"} or (
            kind in {"checkbox", "radio"} and "checked" not in given
        ):
            return
        form.values.setdefault(given["name"], []).append(given.get("value", "on" if kind == "checkbox" else ""))

    def handle_data(self, data: str) -> None:
        if self._form and self._name and self._is_text:
            self._form.values[self._name][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag in {"select", "textarea"} and self._name:
            if self._form and tag == "select" and not self._form.values[self._name] and self._first is not None:
                self._form.values[self._name] = [self._first]
            self._name = ""
