"""Documents and announcements of a commission of the demonstration, brought and sent as on the pages."""

from datetime import datetime, timedelta
from io import BytesIO

import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from commissions.announcements import sending
from commissions.documents import acts
from commissions.documents.acts import Content
from commissions.models import Commission, DocumentFolder, DocumentVersion
from members.models import User

Kind = DocumentVersion.Kind


def load_documents(commission: Commission, staff: User, now: datetime) -> None:
    """Give ``commission`` two folders, a PDF in two versions, a picture, and two announcements."""
    accounts = DocumentFolder.objects.create(commission=commission, name="Trésorerie")
    photos = DocumentFolder.objects.create(commission=commission, name="Photographies")
    typed = {"title": "Guide des délais de paiement (fictif)", "folder": accounts, "visibility": "public"}
    guide = acts.bring(commission, typed, _pdf("Première ébauche."), by=staff, at=now - timedelta(days=20))
    acts.renew(guide, _pdf("Version relue par la commission.", note="Relecture"), by=staff, at=now)
    typed = {"title": "Visite d’atelier (dessin)", "folder": photos, "visibility": "members"}
    acts.bring(commission, typed, Content(_file("atelier.png", _drawn()), Kind.PNG), by=staff, at=now)
    typed = {"title": "Budget de la commission (fictif)", "folder": None, "visibility": "commission"}
    acts.bring(commission, typed, _pdf("Recettes et dépenses."), by=staff, at=now)
    said = [
        ("Les délais s’allongent", "Envoyez vos exemples avant la prochaine réunion : ils resteront anonymes."),
        (
            "Le guide est relu",
            "La dernière version est dans les documents de la commission. Merci aux relecteurs.",
        ),
    ]
    for number, (subject, text) in enumerate(said):
        at = now - timedelta(days=10 - 8 * number)
        sending.announce(commission, subject=subject, text=text, by=staff, at=at)


def _pdf(sentence: str, note: str = "") -> Content:
    words = f'#set text(lang: "fr")\n= Document inventé pour la démonstration\n{sentence}'
    return Content(_file("guide.pdf", bytes(typst.compile(words.encode()))), Kind.PDF, note)


def _file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def _drawn() -> bytes:
    """Return a picture of our own: a bench under a roof."""
    image = Image.new("RGB", (800, 500), "white")
    pen = ImageDraw.Draw(image)
    pen.polygon([(80, 220), (400, 60), (720, 220)], fill="#43307a")
    pen.rectangle([160, 240, 640, 300], fill="#80510a")
    for left in (200, 560):
        pen.rectangle([left, 300, left + 40, 440], fill="#80510a")
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()
