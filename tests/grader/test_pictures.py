"""Pictures from students: nothing but their pixels is left, and no picture is too large to look at."""

import base64
import io

import pytest
from PIL import Image, PngImagePlugin

from grader import pictures
from grader.pictures import MAX_SIDE, Album, encoded_anew
from tests.support.drawn import picture


def opened(text: str | None) -> Image.Image:
    assert text is not None
    return Image.open(io.BytesIO(base64.b64decode(text)))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_pictures_of_every_mode_keep_their_size(mode: str) -> None:
    assert opened(encoded_anew(picture(mode=mode))).size == (3, 2)


@pytest.mark.parametrize("kind", ["JPEG", "GIF", "WEBP"])
def test_other_formats_become_png(kind: str) -> None:
    assert opened(encoded_anew(picture(kind=kind))).format == "PNG"


def test_texts_and_profiles_are_left_behind() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "<script>alert(1)</script>")
    dirty = picture(pnginfo=info, icc_profile=b"<script>")
    fresh = encoded_anew(dirty)
    assert b"script" in base64.b64decode(dirty)
    assert b"script" not in base64.b64decode(fresh or "")
    assert opened(fresh).info == {}


def test_what_follows_the_picture_in_its_file_is_left_behind() -> None:
    data = base64.b64decode(picture()) + b"<html><script>alert(1)</script>"
    assert b"script" not in base64.b64decode(encoded_anew(base64.b64encode(data).decode()) or "")


def test_a_large_picture_is_scaled_down() -> None:
    assert opened(encoded_anew(picture((MAX_SIDE + 600, 30)))).width == MAX_SIDE


@pytest.mark.parametrize(
    "text",
    [
        None,
        3,
        "",
        "no base64",
        picture()[:40],
        "PHN2Zz48L3N2Zz4=",
        picture() + '" onerror="alert(1)',
        picture((2**13, 2**13), "1"),
    ],
    ids=["nothing", "number", "empty", "text", "torn", "svg", "attribute", "too many pixels"],
)
def test_what_is_no_picture_or_too_large_is_refused(text: object) -> None:
    assert encoded_anew(text) is None


def test_line_breaks_in_base64_do_no_harm() -> None:
    text = picture()
    assert encoded_anew(f"{text[:20]}\n{text[20:]}\n") == encoded_anew(text)


def test_an_album_holds_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MAX_PICTURES", 2)
    album = Album()
    assert [bool(album.add(text)) for text in (picture(), "broken", picture(), picture())] == [True, False, True, False]
    assert (album.broken, album.left_out) == (1, 1)


def test_an_album_is_full_by_size_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MAX_CHARACTERS", len(encoded_anew(picture()) or "") + 10)
    album = Album()
    assert [bool(album.add(picture())) for _ in range(2)] == [True, False]


def test_an_album_is_full_by_pixels_before_they_are_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MAX_ALL_PIXELS", 10)
    album = Album()
    assert [bool(album.add(picture((3, 2)))) for _ in range(2)] == [True, False]
    assert (album.broken, album.left_out) == (0, 1)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "I;16"])
def test_a_large_picture_of_every_mode_is_scaled_down(mode: str) -> None:
    assert opened(encoded_anew(picture((MAX_SIDE + 600, 30), mode))).width == MAX_SIDE


def test_so_much_is_looked_at_however_often_it_is_shown_or_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[object] = []
    monkeypatch.setattr(pictures, "_decoded", lambda value: (looked.append(value), b"")[1])
    monkeypatch.setattr(pictures, "MAX_LOOKED_AT", 1000)
    album = Album()
    assert [album.add("x" * 300) for _ in range(500)] == [None] * 500
    assert (len(looked), album.broken, album.left_out) == (3, 3, 497)


def test_a_photograph_may_stay_one() -> None:
    album = Album(photographs=True)
    assert opened(album.add(picture(kind="JPEG"))).format == "JPEG"
    assert opened(album.add(picture(mode="RGBA"))).format == "PNG"
