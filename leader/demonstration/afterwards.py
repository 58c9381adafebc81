"""What followed the latest gala: photos drawn here, a letter of thanks, a survey that a few have answered."""

from datetime import timedelta

from django.utils import timezone
from PIL import Image, ImageDraw

from events.gallery import acts
from events.gallery.drawing import LARGE, QUALITY, SMALL, Drawn
from events.models import Admission, Event, FollowUp, FollowUpLetter, SurveyAnswer
from leader.shared.pictures import as_webp, smaller
from members.models import User

_COLORS = ["#43307a", "#a8432a", "#2f6a3c", "#23567d", "#80510a"]
_ANSWERS = [(5, 4, 5, 5, "Une belle soirée, et des rencontres utiles."), (4, 4, 3, 5, ""), (5, 5, 4, 4, ""),
            (3, 4, 4, 5, "Un peu plus de temps entre les interventions.")]  # fmt: skip


def load_afterwards(staff: User) -> None:
    """Add photos to the latest gala, half of them public, and the answers of a survey."""
    now, today = timezone.now(), timezone.localdate()
    gala = Event.objects.galas().before_day(today)[0]
    Admission.objects.create(
        event=gala, capacity=120, opens_at=now - timedelta(days=900), closes_at=now - timedelta(days=800)
    )
    drawn = [_drawn(number) for number in range(6)]
    for part, is_public in ((drawn[:3], True), (drawn[3:], False)):
        acts.add(gala, part, told={"credit": "Image inventée", "is_public": is_public}, by=staff, at=now)
    follow_up = FollowUp.objects.create(
        event=gala, thanks="Merci d’être venus. (Lettre inventée pour la démonstration.)",
        sends_on=gala.held_on + timedelta(days=2), closes_on=gala.held_on + timedelta(days=32),
    )  # fmt: skip
    for number in range(7):
        FollowUpLetter.objects.create(
            follow_up=follow_up,
            email=f"merci{number}@example.org",
            sent_at=now,
            has_answered=number < len(_ANSWERS),
        )
    for evening, programme, welcome, encounters, words in _ANSWERS:
        SurveyAnswer.objects.create(
            follow_up=follow_up, evening=evening, programme=programme, welcome=welcome, encounters=encounters,
            comes_again=evening > 3, words=words,
        )  # fmt: skip


def _drawn(number: int) -> Drawn:
    """Return a picture of our own: a room with tables under a coloured light, another for each number."""
    image = Image.new("RGB", (LARGE, LARGE * 2 // 3), _COLORS[number % 5])
    pen = ImageDraw.Draw(image)
    pen.rectangle([0, 700, LARGE, 1067], fill="#2b2140")
    for place in range(4):
        left = 120 + place * 380 + number * 15
        pen.ellipse([left, 620, left + 260, 780], fill="#f3ead9")
        pen.polygon([(left + 130, 0), (left - 40, 560), (left + 300, 560)], fill=_COLORS[(number + place + 1) % 5])
    small = smaller(image, SMALL)
    return Drawn(as_webp(image, quality=QUALITY), as_webp(small, quality=QUALITY), *image.size)
