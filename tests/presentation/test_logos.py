"""What becomes of a picture that is handed in: drawn anew, or refused in words."""

import random
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from members.presentation.logos import MAX_BYTES, read_logo
from tests.presentation import pictures
from tests.presentation.pictures import picture, upload, written


def drawn(content, name="logo.png"):
    """Return the large size of what is kept of ``content``."""
    return Image.open(BytesIO(read_logo(upload(content, name)).large))


def refusal(content):
    with pytest.raises(ValidationError) as refused:
        read_logo(upload(content))
    return refused.value.code


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_the_four_kinds_are_kept_as_webp_in_two_sizes_that_fit(kind):
    logo = read_logo(upload(picture(kind, (1600, 400))))

    sizes = [Image.open(BytesIO(content)) for content in (logo.large, logo.small)]
    assert [(image.format, image.size) for image in sizes] == [("WEBP", (320, 80)), ("WEBP", (96, 24))]
    assert (logo.width, logo.height) == (320, 80)


def test_a_small_picture_is_not_enlarged():
    assert drawn(picture(size=(60, 50))).size == (60, 50)


def test_the_content_decides_and_not_the_name():
    assert drawn(picture("GIF"), "logo.svg.exe").size == (200, 100)


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "ICO", "PPM", "PCX", "TGA", "JPEG2000"])
def test_any_other_kind_of_picture_is_refused(kind):
    assert refusal(picture(kind, (64, 64))) == "no_picture"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        b"\x89PNG\r\n\x1a\n",
        b'<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"><script>alert(1)</script></svg>',
        b"%PDF-1.7\n%%EOF",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 99 99\n",
        b"PK\x03\x04" + b"\0" * 100,
        b"<html><body>logo</body></html>",
    ],
)
def test_what_is_no_picture_is_refused(content):
    assert refusal(content) == "no_picture"


@pytest.mark.parametrize("size", [(20_000, 20_000), (12_000, 12_000), (4_100, 4_100)])
def test_a_bomb_is_refused_before_it_is_unpacked(size):
    content = pictures.bomb(*size)

    assert len(content) < MAX_BYTES
    assert refusal(content) == "too_many_pixels"


def test_more_than_two_megabytes_are_refused():
    noise = Image.frombytes("RGB", (1000, 1000), random.Random(1).randbytes(3_000_000))  # noqa: S311

    assert refusal(written(noise, "PNG")) == "too_large"


@pytest.mark.parametrize("size", [(1, 1), (47, 47)])
def test_a_picture_of_a_few_pixels_is_refused(size):
    assert refusal(picture(size=size)) == "too_small"


@pytest.mark.parametrize("size", [(2000, 1), (60, 900)])
def test_a_line_is_refused(size):
    assert refusal(picture(size=size)) == "too_narrow"


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_an_animation_the_first_picture_is_kept_alone(kind):
    kept = drawn(pictures.animated(kind))

    assert getattr(kept, "n_frames", 1) == 1
    red, green, blue = kept.convert("RGB").getpixel((40, 40))
    assert red > 200
    assert max(green, blue) < 60


@pytest.mark.parametrize(
    ("orientation", "red_at"),
    [(1, "left"), (2, "right"), (3, "right"), (4, "left"), (5, "top"), (6, "top"), (7, "bottom"), (8, "bottom")],
)
def test_a_photograph_is_turned_as_the_camera_told(orientation, red_at):
    exif = Image.Exif()
    exif[0x0112] = orientation

    kept = drawn(written(pictures.left_half_red(), "JPEG", exif=exif)).convert("RGB")

    width, height = kept.size
    places = {
        "left": (5, height // 2), "right": (width - 6, height // 2),
        "top": (width // 2, 5), "bottom": (width // 2, height - 6),
    }  # fmt: skip
    red = [place for place, at in places.items() if kept.getpixel(at)[0] > 200 and kept.getpixel(at)[2] < 60]
    assert red_at in red
    assert (width > height) is (orientation < 5)


def test_inks_of_a_printer_become_colours_of_a_screen():
    kept = drawn(picture("JPEG", mode="CMYK", color=(0, 255, 255, 0))).convert("RGB")

    red, green, blue = kept.getpixel((50, 50))
    assert red > 200
    assert max(green, blue) < 60


def test_a_transparent_colour_of_a_palette_stays_transparent():
    kept = drawn(pictures.palette_with_transparency())

    assert kept.mode == "RGBA"
    assert (kept.getpixel((10, 50))[3], kept.getpixel((90, 50))[3]) == (255, 0)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_way_to_store_a_picture_is_read(mode):
    colors = {"1": 1, "L": 128, "LA": (128, 255), "P": 0, "RGBA": (128, 128, 128, 255), "I;16": 32_768}

    kept = drawn(picture("PNG", (64, 64), mode, colors[mode])).convert("RGB")

    expected = {"1": 255, "P": 0}.get(mode, 128)
    assert abs(kept.getpixel((32, 32))[0] - expected) < 8


def test_nothing_of_the_upload_survives():
    secret = b"48.8584,2.2945 secret"

    logo = read_logo(upload(pictures.with_metadata(secret)))

    for content in (logo.large, logo.small):
        assert secret not in content
        image = Image.open(BytesIO(content))
        assert not image.getexif()
        assert not {"exif", "icc_profile", "xmp", "comment"} & set(image.info)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_cut_off_or_spoilt_anywhere_is_read_or_refused_and_nothing_else(kind):
    chance = random.Random(kind)  # noqa: S311 - the same spoilt pictures each time
    whole = written(pictures.left_half_red((90, 70)), kind)
    for _ in range(150):
        spoilt = bytearray(whole[: chance.randrange(len(whole))] if chance.random() < 0.4 else whole)
        for _ in range(chance.randrange(6)):
            if spoilt:
                spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        try:
            logo = read_logo(upload(bytes(spoilt)))
        except ValidationError:
            continue
        assert Image.open(BytesIO(logo.large)).format == "WEBP"


def test_the_digest_tells_contents_apart():
    first, again = read_logo(upload(picture())), read_logo(upload(picture()))
    other = read_logo(upload(picture(color=(0, 0, 0))))

    assert first.digest == again.digest != other.digest
