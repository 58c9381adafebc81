"""What the pages of applications for membership answer: the public form, the applicant's link, the desk."""

from territories.applications.links import link_to
from tests.walk.expectations import Row, everybody, only

NO_POST = everybody("405")


def _token(world):
    return {"token": link_to(world.own.application).split("/")[-2]}


def _forged(world):
    return {"token": _token(world)["token"][:-3] + "xyz"}


def _own(world):
    return {"pk": world.own.application.pk}


def _foreign(world):
    return {"pk": world.foreign.application.pk}


def _of_applicant(post: str) -> Row:
    """Return the row of an act of the applicant: whoever holds the link, and nobody with a forged one."""
    return Row(
        get=NO_POST,
        post=everybody(post),
        own=_token,
        foreign=_forged,
        post_foreign=everybody("404"),
    )


def _of_desk(get: str, post: str) -> Row:
    """Return the row of a page of the desk: staff, and of the leads the territory's own."""
    return Row(
        get=only("staff", "lead", answer=get, otherwise="404") | ({"neighbour": get} if get == "405" else {}),
        post=only("staff", "lead", answer=post, otherwise="404") | ({"neighbour": post} if post == "405" else {}),
        own=_own,
        foreign=_foreign,
        get_foreign=only("staff", "neighbour", answer=get) | ({"lead": get} if get == "405" else {}),
        post_foreign=only("staff", "neighbour", answer=post) | ({"lead": post} if post == "405" else {}),
    )


def application_rows() -> dict[str, Row]:
    """Return the rows of the applications."""
    answerers = ("staff", "lead", "neighbour")
    return {
        "territories:application-look-up": Row(get=everybody("200"), post=NO_POST),
        "territories:application-form": Row(get=everybody("200"), post=everybody("200")),
        "territories:application-sent": Row(get=everybody("200"), post=NO_POST),
        "territories:application-follow": Row(
            get=everybody("200"), post=NO_POST, own=_token, foreign=_forged, get_foreign=everybody("404")
        ),
        "territories:application-confirm": _of_applicant("away"),
        "territories:application-answer": _of_applicant("200"),
        "territories:application-withdraw": _of_applicant("away"),
        "territories:application-list": Row(get=only(*answerers), post=only(*answerers, answer="405")),
        "territories:application-detail": _of_desk("200", "405"),
        "territories:application-accept": _of_desk("405", "200"),
        "territories:application-ask": _of_desk("405", "200"),
        "territories:application-refuse": _of_desk("405", "200"),
    }
