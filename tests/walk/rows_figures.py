"""What the pages of the figures answer: staff read them, nobody else finds them."""

from tests.walk.expectations import Row, only


def figure_rows() -> dict[str, Row]:
    """Return the rows of the figures of the members."""
    read, refused = only("staff"), only("staff", answer="405")
    return {
        "pages:member-figures": Row(get=read, post=refused),
        "pages:lead-rights": Row(get=read, post=read),
        "pages:territory-overview": Row(get=read, post=refused),
        "pages:member-breakdown": Row(get=read, post=refused, own=lambda world: {"year": 2017}),
        "pages:member-figures-list": Row(
            get=read, post=refused, own=lambda world: {"year": 2017, "what": "joined"}
        ),
    }
