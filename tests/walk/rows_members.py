"""What members browse: the directory, their company, commissions, events, assemblies, their profile."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from events.models import HostDocument
from leader.shared.names import numbered
from tests.walk.expectations import Row, everybody, only, signed_in

PUBLIC = everybody("200")
NO_POST = everybody("405")
NO_POST_INSIDE = signed_in("405")


def _company(side, *, readable=True):
    """Return a function that picks the company of ``side``, by its readable address or by its number."""

    def pick(world):
        company = getattr(world, side).company
        return {"company_pk": numbered(company.pk, company.name) if readable else company.pk}

    return pick


def _kept(*, with_site=False, shown="200", sent="200", refused=""):
    """Return the row of a page on which those who keep a company's file keep a part of it."""

    def of(side):
        def pick(world):
            party = getattr(world, side)
            site = {"site_pk": party.site.pk} if with_site else {}
            return {"company_pk": party.company.pk, **site}

        return pick

    def answers(answer, *keepers):
        return NO_POST_INSIDE if answer == "405" else only(*keepers, answer=answer)  # the method is asked first

    own, foreign = ("member", "lead", "staff"), ("neighbour", "staff")
    return Row(
        get=answers(shown, *own),
        post=answers(refused or sent, *own),
        own=of("own"),
        foreign=of("foreign"),
        get_foreign=answers(shown, *foreign),
        post_foreign=answers(refused or sent, *foreign),
    )


def _person(side):
    """Return a function that picks the representative of the company of ``side``."""

    def pick(world):
        return {"person_pk": numbered(getattr(world, side).member.person_id, f"member-{side} Marche")}

    return pick


def _host_document(side):
    """Return a function that picks the document of the candidacy of the territory of ``side``."""

    def pick(world):
        territory = getattr(world, side).territory
        return {"pk": HostDocument.objects.get(candidacy__territory=territory).pk}

    return pick


def _photo(kind):
    """Return a function that picks the public photo of the event, or the one that is hidden."""

    def pick(world):
        return {"slug": world.event.slug, "pk": world.event.photos.get(is_public=kind == "public").pk}

    return pick


def _photo_file(kind):
    def pick(world):
        photo = world.event.photos.get(is_public=kind == "public")
        return {"pk": photo.pk, "digest": photo.digest, "size": "petit"}

    return pick


def _meeting(side):
    """Return a function that picks a meeting of the commission that has a chair, or of the other."""

    return lambda world: {"pk": _meeting_of(world, side).pk}


def _meeting_of(world, side):
    commission = world.commission if side == "own" else world.other_commission
    return commission.meetings.earliest("pk")


def _item(side):
    """Return a function that picks an item of the minutes that are being written for that meeting."""
    return lambda world: {"pk": _meeting_of(world, side).minutes.get(number=2).items.get().pk}


def _document(side):
    """Return a function that picks the document of the commission that has a chair, or of the other."""
    return lambda world: {"pk": _commission_of(world, side).documents.earliest("pk").pk}


def _version(side):
    """Return a function that picks the version of that document."""

    def pick(world):
        version = _commission_of(world, side).documents.earliest("pk").versions.earliest("pk")
        for name in (version.file.name, version.preview.name):
            if not default_storage.exists(name):  # the world outlives the files of one test
                default_storage.save(name, ContentFile(b"%PDF-1.7"))
        return {"pk": version.pk}

    return pick


def _commission_of(world, side):
    return world.commission if side == "own" else world.other_commission


def _action(side):
    """Return a function that picks the action of that meeting."""
    return lambda world: {"pk": _meeting_of(world, side).actions.get().pk}


def _assembly(world):
    return {"assembly_pk": world.assembly.get_absolute_url().rsplit("/", 2)[1]}


def _hosting(side):
    """Return a function that picks the candidacy of the territory of ``side``."""
    return lambda world: {"year": 2099, "slug": getattr(world, side).territory.slug}


def _gala(world):
    return {"slug": world.event.slug}


def _party(side):
    """Return a function that picks the party of the company of ``side`` at the event."""
    return lambda world: {"slug": world.event.slug, "company_pk": getattr(world, side).company.pk}


def member_rows() -> dict[str, Row]:
    """Return the rows of the pages of members."""
    return {
        "members:company-list": Row(get=PUBLIC, post=NO_POST),
        "members:company-directory-export": Row(
            get=only("lead", "neighbour", "staff"), post=only("lead", "neighbour", "staff", answer="405")
        ),
        "members:company-logo": Row(
            get=everybody("404"),
            post=NO_POST,
            own=lambda world: {"company_pk": world.own.company.pk, "digest": "a" * 32, "size": "grand"},
        ),
        **{f"members:company-{part}-edit": _kept() for part in ["logo", "words", "figures", "public"]},
        "members:company-sites-edit": _kept(refused="405"),
        "members:company-site-add": _kept(),
        "members:company-site-edit": _kept(with_site=True),
        "members:company-site-delete": _kept(with_site=True, sent="away", shown="405"),
        "members:company-detail": Row(
            get=only("member", "chair", "lead", "staff"),
            post=NO_POST,
            own=_company("own"),
            foreign=_company("foreign"),
            get_foreign=only("member", "chair", "neighbour", "staff"),
        ),
        "members:company-edit": Row(
            get=only("member", "lead", "staff"),
            post=only("member", "lead", "staff"),
            own=_company("own", readable=False),
            foreign=_company("foreign", readable=False),
            get_foreign=only("neighbour", "staff"),
            post_foreign=only("neighbour", "staff"),
        ),
        "members:my-company": Row(get=signed_in("200", member="away", chair="away"), post=NO_POST_INSIDE),
        "members:profile": Row(get=signed_in("200"), post=signed_in("200")),
        "members:profile-choices": Row(get=signed_in("405"), post=signed_in("200")),
        "members:person-detail": Row(
            get=everybody("404", member="200", chair="200", lead="200", neighbour="404", staff="200"),
            post=NO_POST,
            own=_person("own"),
            foreign=_person("foreign"),
            get_foreign=everybody("404", member="200", chair="200", neighbour="200", staff="200"),
        ),
        "members:team": Row(
            get=only("member", "lead", "staff"),
            post=only("member", "lead", "staff"),
            own=_company("own", readable=False),
            foreign=_company("foreign", readable=False),
            get_foreign=only("neighbour", "staff"),
            post_foreign=only("neighbour", "staff"),
        ),
        "members:team-join": Row(get=signed_in("200"), post=signed_in("200")),
        "members:team-invitation": Row(
            get=everybody("404"), post=everybody("404"), own=lambda world: {"token": "forged"}
        ),
        "commissions:commission-list": Row(get=PUBLIC, post=NO_POST),
        "commissions:commission-detail": Row(
            get=PUBLIC,
            post=NO_POST,
            own=lambda world: {"slug": world.commission.slug},
            foreign=lambda world: {"slug": world.other_commission.slug},
        ),
        "commissions:commission-place": Row(
            get=signed_in("200"),
            post=signed_in("200"),
            own=lambda world: {"slug": world.commission.slug},
            foreign=lambda world: {"slug": world.other_commission.slug},
        ),
        **{
            f"commissions:commission-{page}": Row(
                get=only("chair", "staff"),
                post=only("chair", "staff"),
                own=lambda world: {"slug": world.commission.slug},
                foreign=lambda world: {"slug": world.other_commission.slug},
                get_foreign=only("staff"),
                post_foreign=only("staff"),
            )
            for page in ["seats", "edit"]
        },
        "commissions:commission-life": Row(
            get=only("staff"),
            post=only("staff"),
            own=lambda world: {"slug": world.commission.slug},
            foreign=lambda world: {"slug": world.other_commission.slug},
        ),
        "commissions:commission-found": Row(
            get=only("lead", "neighbour", "staff"), post=only("lead", "neighbour", "staff")
        ),
        "commissions:meeting-list": Row(
            get=signed_in("200"),
            post=NO_POST_INSIDE,
            own=lambda world: {"slug": world.commission.slug},
            foreign=lambda world: {"slug": world.other_commission.slug},
        ),
        "commissions:meeting-plan": Row(
            get=only("chair", "staff"),
            post=only("chair", "staff"),
            own=lambda world: {"slug": world.commission.slug},
            foreign=lambda world: {"slug": world.other_commission.slug},
            get_foreign=only("staff"),
            post_foreign=only("staff"),
        ),
        "commissions:meeting-detail": Row(
            get=only("member", "chair", "staff"),
            post=only("member", "chair", "staff"),
            own=_meeting("own"),
            foreign=_meeting("foreign"),
        ),
        **{
            f"commissions:meeting-{page}": Row(
                get=only("chair", "staff"),
                post=only("chair", "staff", answer=sent, otherwise="405" if sent == "405" else "404"),
                own=_meeting("own"),
                foreign=_meeting("foreign"),
                get_foreign=only("staff"),
                post_foreign=only("staff", answer=sent, otherwise="405" if sent == "405" else "404"),
            )
            for page, sent in [
                ("edit", "200"),
                ("call-off", "200"),
                ("agenda", "200"),
                ("attendance", "200"),
                ("sheet", "405"),
            ]
        },
        "commissions:minutes-edit": Row(
            get=only("chair", "staff"),
            post=only("chair", "staff"),
            own=_meeting("own"),
            foreign=_meeting("foreign"),
            get_foreign=only("staff"),
            post_foreign=only("staff"),
        ),
        "commissions:minutes-item": Row(
            get=signed_in("405"),
            post=only("chair", "staff", answer="200"),
            own=_item("own"),
            foreign=_item("foreign"),
            post_foreign=only("staff", answer="200"),
        ),
        **{
            f"commissions:minutes-{page}": Row(
                get=only("member", "chair", "staff"),
                post=NO_POST_INSIDE,
                own=_meeting("own"),
                foreign=_meeting("foreign"),
            )
            for page in ["detail", "pdf"]
        },
        "commissions:action-list": Row(
            get=signed_in("200"),
            post=NO_POST_INSIDE,
            own=lambda world: {"slug": world.commission.slug},
            foreign=lambda world: {"slug": world.other_commission.slug},
        ),
        "commissions:action-done": Row(
            get=signed_in("405"),
            post=only("chair", "lead", "staff", answer="away"),
            own=_action("own"),
            foreign=_action("foreign"),
            post_foreign=only("neighbour", "staff", answer="away"),
        ),
        "commissions:document-list": Row(
            get=PUBLIC,
            post=NO_POST,
            own=lambda world: {"slug": world.commission.slug},
            foreign=lambda world: {"slug": world.other_commission.slug},
        ),
        **{
            f"commissions:{page}": Row(
                get=only("chair", "staff"),
                post=NO_POST_INSIDE if page == "announcement-list" else only("chair", "staff"),
                own=lambda world: {"slug": world.commission.slug},
                foreign=lambda world: {"slug": world.other_commission.slug},
                get_foreign=only("staff"),
                post_foreign=NO_POST_INSIDE if page == "announcement-list" else only("staff"),
            )
            for page in ["document-bring", "document-folders", "announcement-list", "announcement-write"]
        },
        "commissions:announcement-choice": Row(
            get=only("chair"),
            post=only("chair"),
            own=lambda world: {"slug": world.commission.slug},
            foreign=lambda world: {"slug": world.other_commission.slug},
            # The neighbour sits there, and speaks for no member: the seat sleeps.
            get_foreign=only(),
            post_foreign=only(),
        ),
        "commissions:announcement-stop": Row(
            get=everybody("404"), post=everybody("404"), own=lambda world: {"token": "forged"}
        ),
        "commissions:document-detail": Row(
            get=everybody("404", member="200", chair="200", staff="200"),
            post=everybody("404", member="200", chair="200", staff="200"),
            own=_document("own"),
            foreign=_document("foreign"),
            get_foreign=everybody("404", member="200", chair="200", staff="200"),
            post_foreign=everybody("404", member="200", chair="200", staff="200"),
        ),
        **{
            f"commissions:document-{page}": Row(
                get=only("chair", "staff"),
                post=only("chair", "staff"),
                own=_document("own"),
                foreign=_document("foreign"),
                get_foreign=only("staff"),
                post_foreign=only("staff"),
            )
            for page in ["edit", "renew"]
        },
        **{
            f"commissions:document-{page}": Row(
                get=everybody("404", member="200", chair="200", staff="200"),
                post=NO_POST,
                own=_version("own"),
                foreign=_version("foreign"),
                get_foreign=everybody("404", member="200", chair="200", staff="200"),
            )
            for page in ["file", "preview"]
        },
        "pages:calendar-feeds": Row(get=signed_in("200"), post=signed_in("200")),
        "pages:calendar-feed": Row(
            get=everybody("404"), post=everybody("405"), own=lambda world: {"token": "forged"}
        ),
        "commissions:meeting-answer": Row(
            get=everybody("404"), post=everybody("404"), own=lambda world: {"token": "forged"}
        ),
        "events:gala": Row(get=PUBLIC, post=NO_POST),
        "events:event-list": Row(get=PUBLIC, post=NO_POST),
        "events:event-detail": Row(
            get=PUBLIC,
            post=NO_POST,
            own=lambda world: {"slug": world.event.slug},
            foreign=lambda world: {"slug": world.hidden_event.slug},
            get_foreign=everybody("404", neighbour="200", staff="200"),
        ),
        **{
            f"events:event-{name}": Row(
                get=PUBLIC,
                post=NO_POST,
                own=lambda world: {"slug": world.event.slug},
                foreign=lambda world: {"slug": world.hidden_event.slug},
                get_foreign=everybody("404", neighbour="200", staff="200"),
            )
            for name in ("calendar", "programme")
        },
        "events:host-list": Row(get=PUBLIC, post=NO_POST),
        "events:host-candidacy": Row(
            get=only("lead", "staff"),
            post=only("lead", "staff"),
            own=_hosting("own"),
            foreign=_hosting("foreign"),
            get_foreign=only("neighbour", "staff"),
            post_foreign=only("neighbour", "staff"),
        ),
        "events:host-decision": Row(get=only("staff"), post=only("staff"), own=lambda world: {"year": 2099}),
        "events:host-marks": Row(get=only("chair"), post=only("chair"), own=lambda world: {"year": 2099}),
        "events:host-document": Row(
            get=only("lead", "staff"),
            post=NO_POST_INSIDE,
            own=_host_document("own"),
            foreign=_host_document("foreign"),
            get_foreign=only("neighbour", "staff"),
        ),
        "events:event-members": Row(
            get=only("member", "chair", "lead", "neighbour", "staff"),
            post=NO_POST_INSIDE,
            own=_gala,
            foreign=lambda world: {"slug": world.hidden_event.slug},
            get_foreign=only("neighbour", "staff"),
        ),
        "events:photo-gallery": Row(
            get=PUBLIC,
            post=everybody("404", neighbour="200", staff="200"),
            own=_gala,
            foreign=lambda world: {"slug": world.hidden_event.slug},
            get_foreign=everybody("404", neighbour="200", staff="200"),
        ),
        "events:photo": Row(
            get=PUBLIC,
            post=PUBLIC,
            own=_photo("public"),
            foreign=_photo("hidden"),
            get_foreign=everybody("404", neighbour="200", staff="200"),
            post_foreign=everybody("404", neighbour="200", staff="200"),
        ),
        "events:photo-file": Row(
            get=PUBLIC,
            post=NO_POST,
            own=_photo_file("public"),
            foreign=_photo_file("hidden"),
            get_foreign=everybody("404", neighbour="200", staff="200"),
        ),
        "events:follow-up": Row(get=only("neighbour", "staff"), post=only("neighbour", "staff"), own=_gala),
        "events:survey": Row(get=everybody("404"), post=everybody("404"), own=lambda world: {"token": "forged"}),
        "events:registration": Row(
            get=signed_in("200", member="away", chair="away"), post=NO_POST_INSIDE, own=_gala
        ),
        "events:party": Row(
            get=only("member", "chair", "staff"),
            post=only("member", "chair", "staff"),
            own=_party("own"),
            foreign=_party("foreign"),
            get_foreign=only("staff"),
            post_foreign=only("staff"),
        ),
        "events:registration-list": Row(
            get=only("neighbour", "staff"), post=signed_in("404", staff="200", neighbour="405"), own=_gala
        ),
        "events:attendee-list": Row(get=only("neighbour", "staff"), post=NO_POST_INSIDE, own=_gala),
        "events:door": Row(get=only("neighbour", "staff"), post=only("neighbour", "staff"), own=_gala),
        "events:door-roll": Row(get=only("neighbour", "staff"), post=NO_POST_INSIDE, own=_gala),
        "events:door-worker": Row(get=only("neighbour", "staff"), post=NO_POST_INSIDE, own=_gala),
        "events:door-team": Row(get=only("neighbour", "staff"), post=only("neighbour", "staff"), own=_gala),
        "events:badge-sheet": Row(get=only("neighbour", "staff"), post=NO_POST_INSIDE, own=_gala),
        "events:table-plan": Row(get=only("neighbour", "staff"), post=only("neighbour", "staff"), own=_gala),
        "events:place-cards": Row(get=only("neighbour", "staff"), post=NO_POST_INSIDE, own=_gala),
        "events:table-sheets": Row(get=only("neighbour", "staff"), post=NO_POST_INSIDE, own=_gala),
        "events:attendance": Row(get=only("neighbour", "staff"), post=NO_POST_INSIDE, own=_gala),
        "events:invitation-list": Row(get=only("staff"), post=only("staff"), own=_gala),
        "events:invitation": Row(
            get=everybody("404"), post=everybody("404"), own=lambda world: {"token": "forged"}
        ),
        "events:attendee-own": Row(
            get=everybody("404"), post=everybody("404"), own=lambda world: {"token": "forged"}
        ),
        "elections:assembly-list": Row(get=PUBLIC, post=NO_POST),
        "elections:assembly-detail": Row(get=PUBLIC, post=NO_POST, own=_assembly),
    }
