"""What the fictitious members of the demonstration tell of themselves; their logos are drawn here."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw

from members.models import Company, CompanyPage, Site
from members.presentation.keywords import choose_keywords
from members.presentation.logos import keep, read_logo

_COLORS = ["#43307a", "#a8432a", "#2f6a3c", "#23567d", "#80510a"]
_WORDS = {
    "Optique": ["photonique", "capteurs", "petites séries"],
    "Logistique": ["transport", "entreposage", "bas carbone"],
    "Conserverie": ["agroalimentaire", "circuit court", "bio"],
    "Numérique": ["logiciels", "données", "intelligence artificielle"],
    "Mécanique": ["usinage", "petites séries", "maintenance"],
    "Énergies": ["énergie", "solaire", "bas carbone"],
}
_SEEKS = [
    "Un sous-traitant en usinage de précision.",
    "Des apprentis pour la rentrée.",
    "Un distributeur en Espagne.",
]
_OFFERS = ["Un atelier partagé deux jours par semaine.", "Un retour d’expérience sur l’export.", "Des prototypes."]
_DESCRIPTION = (
    "Entreprise inventée pour la démonstration. Elle travaille en Occitanie depuis vingt ans, avec des clients"
    " de la région et d’ailleurs, et accueille volontiers les autres membres dans ses ateliers."
)


def present(number: int, company: Company) -> None:
    """Let the ``number``-th fictitious company tell something: every other has a logo, every fifth is public."""
    page = CompanyPage(company=company, seeks=_SEEKS[number % 3], offers=_OFFERS[number % 3])
    if number % 2 == 0:
        page.logo_alt = f"Logo inventé de {company.name}"
        keep(page, read_logo(SimpleUploadedFile("logo.png", _drawn(number))))
    if number % 5 == 0:
        page.decide(is_public=True, parts=CompanyPage.PublicPart.values, by=None, at=timezone.now())
    page.save()
    trade = company.name.split()[1]
    choose_keywords(company, [*_WORDS.get(trade, []), "export"][: 2 + number % 3])
    where = {"city": company.city, "postal_code": company.postal_code, "commune": company.commune}
    Site.objects.create(company=company, name="Siège", is_head_office=True, phone=company.phone, **where)
    if number % 3 == 1:
        Site.objects.create(company=company, name="Atelier", **where)
    Company.objects.filter(pk=company.pk).update(
        description=_DESCRIPTION, website=f"https://entreprise{number + 1}.example/"
    )


def _drawn(number: int) -> bytes:
    """Return a picture of our own: two shapes on white, others for each number."""
    image = Image.new("RGB", (400, 240), "white")
    pen = ImageDraw.Draw(image)
    first, second = _COLORS[number % 5], _COLORS[(number + 2) % 5]
    pen.ellipse([40, 40, 200, 200], fill=first)
    shift = number % 7 * 10
    pen.polygon([(160 + shift, 200), (260 + shift, 40), (360, 200)], fill=second)
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()
