"""The forms of a page as a browser reads them: where they are sent, and what they hold before anybody types."""

from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

LIKELY = {"email": "a@leader.example", "number": "1", "date": "2026-01-01", "url": "https://leader.example/"}
LIKELY_BY_CLASS = {"vDateField": "2026-01-01", "vTimeField": "10:00", "vURLField": "https://leader.example/"}
OF_THE_MACHINERY = {"csrfmiddlewaretoken", "idempotency_key"}
FIELDS = {"input", "button", "select", "textarea"}


@dataclass
class PageForm:
    """A form: its address and method, its values by name, and which of them are files or chosen, not typed."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    chosen: set[str] = field(default_factory=set)
    sent_by: str = ""  # the name of its first button
    is_made_up: bool = False  # stands on no page

    @property
    def names(self) -> list[str]:
        """Return the names of its fields, but those of the machinery and of a row that a script would copy."""
        return [n for n in self.values if n not in OF_THE_MACHINERY and "__prefix__" not in n]

    @property
    def typed(self) -> list[str]:
        """Return the names of the fields into which one writes."""
        return [n for n in self.names if n not in self.chosen and n != self.sent_by and not n.endswith("_FORMS")]

    @property
    def keys(self) -> list[str]:
        """Return the names of the fields that may hold the key of a record: chosen, or never seen."""
        return [n for n in self.names if n in self.chosen and not n.endswith(("_FORMS", "DELETE", "version"))]


def forms_of(html: str, address: str) -> list[PageForm]:
    """Return the forms of the page at ``address``; what is empty is filled with something likely."""
    reader = _Reader(address)
    reader.feed(html)
    reader.close()
    return reader.forms


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[PageForm] = []
        self._by_id: dict[str, PageForm] = {}
        self._current: PageForm | None = None
        self._field: tuple[PageForm, str] | None = None  # the select or the text area that is being read

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open(given)
        elif "hx-post" in given and self._current:  # htmx sends the same fields to another address
            self.forms.append(replace(self._current, action=given["hx-post"]))
        if tag == "option" and self._field:
            self._offer(given)
        elif tag in FIELDS and given.get("name") and "disabled" not in given:
            form = self._with_id(given["form"]) if "form" in given else self._current
            if form:
                self._read(tag, given, form)

    def _open(self, given: dict[str, str]) -> None:
        self._current = self._with_id(given.get("id", f" {len(self.forms)}"))
        self._current.action = given.get("action", "").partition("#")[0] or self.address
        self._current.method = given.get("method", "get").lower()
        self.forms.append(self._current)

    def _with_id(self, name: str) -> PageForm:
        return self._by_id.setdefault(name, PageForm("", ""))

    def _read(self, tag: str, given: dict[str, str], form: PageForm) -> None:
        name, kind = given["name"], given.get("type", "text" if tag == "input" else tag)
        if kind in {"select", "checkbox", "radio", "hidden"}:
            form.chosen.add(name)
        if kind in {"select", "textarea"}:
            form.values[name] = []
            self._field = (form, name)
        elif kind == "file":
            form.files.add(name)
        elif kind in {"checkbox", "radio"}:
            if "checked" in given or not form.values.get(name):
                form.values[name] = [given.get("value", "on")]
        elif kind in {"submit", "button", "image"}:
            if not form.sent_by:  # the first button, as by the key Enter
                form.sent_by = name
                form.values[name] = [given.get("value", "")]
        else:
            form.values.setdefault(name, []).append(given.get("value") or _likely(kind, given))

    def _offer(self, given: dict[str, str]) -> None:
        form, name = self._field or (PageForm("", ""), "")
        if given.get("value") and ("selected" in given or not form.values[name]):
            form.values[name] = [given["value"]]

    def handle_data(self, data: str) -> None:
        if self._field and self._field[1] not in self._field[0].chosen:
            form, name = self._field
            form.values[name] = ["".join([*form.values[name], data])]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._current = None
        elif tag in {"select", "textarea"}:
            self._field = None


def _likely(kind: str, given: dict[str, str]) -> str:
    by_class = [LIKELY_BY_CLASS[c] for c in given.get("class", "").split() if c in LIKELY_BY_CLASS]
    return "" if kind == "hidden" else [*by_class, LIKELY.get(kind, "x")][0]
