"""The pages that the browser walks: a name, and the address worked out once the data are there.

Add a line for a new public page; ``world`` is what ``tests.browser.conftest.world`` returns.
"""

from django.urls import reverse

PUBLIC_PAGES = {
    "home": lambda world: reverse("pages:home"),
    "territories": lambda world: reverse("territories:territory-list"),
    "territory": lambda world: world.territory.get_absolute_url(),
}
