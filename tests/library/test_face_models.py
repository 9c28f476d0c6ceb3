import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import AppError
from app.library.face_models import DETECTOR, EYES, FaceModel, FaceModelFolder, known_face_models

CONTENT = b"a network of some sort" * 100
MODEL = FaceModel("some", "finds", "MIT", len(CONTENT), hashlib.sha256(CONTENT).hexdigest())


@pytest.fixture
def folder(tmp_path: Path) -> FaceModelFolder:
    return FaceModelFolder(tmp_path / "models")


def file(tmp_path: Path, content: bytes = CONTENT) -> Path:
    path = tmp_path / "download.bin"
    path.write_bytes(content)
    return path


def test_a_kept_model_is_there_and_can_be_removed(tmp_path: Path, folder: FaceModelFolder) -> None:
    assert not folder.has(MODEL)
    with folder.claim():
        folder.keep(MODEL, file(tmp_path))
    assert folder.has(MODEL)
    assert folder.read(MODEL) == CONTENT
    with folder.claim():
        folder.remove(MODEL)
    assert not folder.has(MODEL)


def test_another_file_is_never_kept(tmp_path: Path, folder: FaceModelFolder) -> None:
    with folder.claim(), pytest.raises(AppError, match="not the file this Burstpick knows as some"):
        folder.keep(MODEL, file(tmp_path, CONTENT[:-1] + b"!"))
    assert not folder.has(MODEL)


def test_a_file_that_changed_on_the_disk_is_not_used(tmp_path: Path, folder: FaceModelFolder) -> None:
    with folder.claim():
        folder.keep(MODEL, file(tmp_path))
    (tmp_path / "models" / MODEL.file).write_bytes(CONTENT[:-1] + b"!")
    with pytest.raises(AppError, match="damaged; remove"):
        folder.read(MODEL)
    (tmp_path / "models" / MODEL.file).unlink()
    with pytest.raises(AppError, match="cannot be read"):
        folder.read(MODEL)


def test_half_a_file_counts_as_missing(tmp_path: Path, folder: FaceModelFolder) -> None:
    with folder.claim():
        (tmp_path / "models" / MODEL.file).write_bytes(CONTENT[:50])
    assert not folder.has(MODEL)


def test_only_one_program_changes_the_folder(tmp_path: Path, folder: FaceModelFolder) -> None:
    with (
        folder.claim(),
        pytest.raises(AppError, match="Another Burstpick is busy"),
        FaceModelFolder(tmp_path / "models").claim(),
    ):
        pass


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file")
    with pytest.raises(AppError, match="Nothing could be written to"), FaceModelFolder(tmp_path / "models").claim():
        pass


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (None, ""),
        ('model = "small"\n', ""),
        ("no settings at all [", ""),
        ("face-models = 3\n", ""),
        ("[face-models]\nocec_s = 3\n", ""),
        ('[face-models]\nocec_s = "https://example.org/ocec_s.onnx"\n', "https://example.org/ocec_s.onnx"),
        ('\ufeff[face-models]\nocec_s = "https://example.org/a"\nother = "x"\n', "https://example.org/a"),
    ],
)
def test_addresses_come_from_the_settings(tmp_path: Path, text: str | None, address: str) -> None:
    settings = tmp_path / "settings.toml"
    if text is not None:
        settings.write_text(text, encoding="utf-8")
    detector, eyes = known_face_models(settings)
    assert detector == DETECTOR
    assert eyes == (replace(EYES, address=address) if address else EYES)
