"""What the audit of pages would find, so that it proves something."""

import pytest

from tests.browser.audit import assert_sound

pytestmark = pytest.mark.browser
PAGE = """<!doctype html><html lang="fr"><head><title>Essai</title><style>%s</style></head>
<body><main><h1>Essai</h1>%s</main></body></html>"""


@pytest.fixture
def shown(chromium):
    """Return a function that shows a page of its own with a style and a content."""
    contexts = []

    def show(style="", content="<p>Bonjour</p>"):
        contexts.append(chromium.new_context())
        page = contexts[-1].new_page()
        page.set_content(PAGE % (style, content))
        return page

    yield show
    for context in contexts:
        context.close()


def test_a_sound_page_passes(shown):
    assert_sound(shown())


@pytest.mark.parametrize(
    ("style", "content", "found"),
    [
        ("p { color: #ccc }", "<p>Bonjour</p>", "color-contrast"),
        ("@media (prefers-color-scheme: dark) { p { color: #ccc } }", "<p>Bonjour</p>", "color-contrast"),
        ("", "<input>", "label"),
        ("@media (min-width: 400px) { input { display: none } }", "<input>", "390"),
        ("p { width: 50rem }", "<p>Bonjour</p>", "390"),
        ("p { width: 340px }", "<p>Bonjour</p>", "about:blank"),
    ],
)
def test_what_is_wrong_by_day_by_night_on_a_desk_or_a_phone_is_found(shown, style, content, found):
    with pytest.raises(AssertionError, match=found):
        assert_sound(shown(style, content))
