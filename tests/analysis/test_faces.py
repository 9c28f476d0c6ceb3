"""The real models on real people; without ../shared only what needs no model is tested."""

import math
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageEnhance, ImageOps
from skimage.data import astronaut

from app.analysis.eyes import Lids
from app.analysis.faces import CLOSE_UP, FaceReader, SeenFaces
from app.analysis.onnx import Network, is_installed
from app.cancel import Cancelled, CancelToken
from app.errors import AppError
from app.library.decode import open_picture
from app.library.face_models import DETECTOR, EYES, FaceModel
from tests.conftest import SHARED
from tests.pictures import scene

MODELS = SHARED / "models"

Look = Callable[[Image.Image], SeenFaces]


@pytest.fixture(scope="module")
def reader() -> FaceReader:
    if not is_installed():
        pytest.skip("needs the extra 'faces', which is not installed")
    if not MODELS.is_dir():
        pytest.skip("needs the models of ../shared/models, which are not here")
    return FaceReader(*(Network((MODELS / model.file).read_bytes(), model.name) for model in (DETECTOR, EYES)))


@pytest.fixture(scope="module")
def look(reader: FaceReader) -> Look:
    return lambda picture: reader.read(picture, CancelToken())


@pytest.fixture(scope="module")
def portrait() -> Image.Image:
    """Eileen Collins, by NASA, in the public domain; it comes with scikit-image."""
    return Image.fromarray(astronaut())


def opened(folder: Path, name: str) -> Image.Image:
    return open_picture(folder / name)


@pytest.mark.parametrize("model", [DETECTOR, EYES])
def test_the_models_are_those_that_are_meant(model: FaceModel, reader: FaceReader) -> None:
    import hashlib

    content = (MODELS / model.file).read_bytes()
    assert (hashlib.sha256(content).hexdigest(), len(content)) == (model.sha256, model.size)


def test_a_face_is_found_with_open_eyes(look: Look, portrait: Image.Image) -> None:
    seen = look(portrait)
    (face,) = seen.faces
    assert face.middle == pytest.approx((225 / 512, 118 / 512), abs=0.02)
    assert 0.12 < face.width < 0.25
    assert face.certainty > 0.9
    assert face.eyes.lids is Lids.OPEN
    assert [one.size for one in seen.close_ups] == [(CLOSE_UP, CLOSE_UP)]


def test_a_mirrored_picture_has_mirrored_faces(look: Look, portrait: Image.Image) -> None:
    (face,), (mirrored,) = look(portrait).faces, look(ImageOps.mirror(portrait)).faces
    assert mirrored.middle == pytest.approx((1 - face.middle[0], face.middle[1]), abs=0.01)
    assert mirrored.eyes.lids is Lids.OPEN


@pytest.mark.parametrize("size", [(1600, 1067), (1067, 1600), (500, 2400)])
def test_small_faces_anywhere_in_a_large_picture_are_found_at_their_places(
    look: Look, portrait: Image.Image, size: tuple[int, int]
) -> None:
    picture = Image.new("RGB", size, (90, 110, 90))
    near = portrait.crop((100, 0, 360, 280)).resize((104, 112), Image.Resampling.LANCZOS)
    places = [(x, y) for y in range(30, size[1] - 112, 260) for x in range(20, size[0] - 104, 210)]
    for place in places:
        picture.paste(near, place)
    found = {face.middle for face in look(picture).faces}
    assert len(found) == len(places)
    for x, y in places:
        middle = ((x + 50) / size[0], (y + 47) / size[1])
        assert min(math.dist(middle, one) for one in found) < 0.02


def test_a_large_face_is_found_once(look: Look, portrait: Image.Image) -> None:
    picture = portrait.crop((110, 0, 350, 240)).resize((1600, 1600), Image.Resampling.BICUBIC)
    (face,) = look(picture).faces
    assert face.width > 0.3
    assert face.eyes.lids is Lids.OPEN


def test_sharpness_tells_a_blurred_face(look: Look, portrait: Image.Image) -> None:
    from tests.pictures import blurred

    (sharp,), (soft,) = look(portrait).faces, look(blurred(portrait, 1.5)).faces
    assert soft.sharpness < 0.6 * sharp.sharpness


def test_darkness_hides_no_face(look: Look, portrait: Image.Image) -> None:
    (face,) = look(ImageEnhance.Brightness(portrait).enhance(0.35)).faces
    assert face.certainty > 0.85


@pytest.mark.parametrize("seed", range(6))
def test_where_nobody_is_nobody_is_found(look: Look, seed: int) -> None:
    assert look(scene(seed, (1600, 1067))) == SeenFaces((), ())


def test_tiny_and_narrow_pictures_do_no_harm(look: Look) -> None:
    for size in ((1, 1), (1600, 1), (3, 1600)):
        assert look(Image.new("RGB", size)).faces == ()


def test_looking_can_be_stopped(reader: FaceReader, portrait: Image.Image) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        reader.read(portrait.resize((1600, 1600)), token)


def test_a_file_that_is_no_network_is_refused_in_words() -> None:
    if not is_installed():
        pytest.skip("needs the extra 'faces', which is not installed")
    with pytest.raises(AppError, match="cannot be loaded; remove it and get it again"):
        Network(b"no network", "some")


@pytest.mark.parametrize(
    ("name", "lids"),
    [
        ("everyday/n02113712_miniature_poodle.jpg", Lids.CLOSED),
        ("urban/img_007.jpg", Lids.CLOSED),
        ("everyday/n03617480_kimono.jpg", Lids.OPEN),
        ("everyday/n03710721_maillot.jpg", Lids.OPEN),
        ("everyday/n03642806_laptop.jpg", Lids.OPEN),
        ("everyday/n07714571_head_cabbage.jpg", Lids.OPEN),
        ("everyday/n03721384_marimba.jpg", Lids.UNSURE),
        ("everyday/n03425413_gas_pump.jpg", Lids.UNSURE),
    ],
)
def test_eyes_of_real_people(real_photos: Path, look: Look, name: str, lids: Lids) -> None:
    """Seen by eye in these photographs: who has closed eyes, who has open ones, and who is too small to tell."""
    seen = look(opened(real_photos, name)).faces
    assert lids in [face.eyes.lids for face in seen]
    assert {Lids.OPEN: Lids.CLOSED, Lids.CLOSED: Lids.OPEN}.get(lids) not in [face.eyes.lids for face in seen]


def test_landscapes_from_above_have_no_faces(real_photos: Path, look: Look) -> None:
    photos = sorted((real_photos / "sequences" / "seneca").glob("*.jpg"))[:8]
    assert photos
    for photo in photos:
        assert look(open_picture(photo, 1600)).faces == ()
