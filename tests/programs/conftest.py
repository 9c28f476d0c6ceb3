import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.programs.darktable import Darktable
from tests.programs.digikam import Digikam, empty_library
from tests.programs.running import screen


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.programs)


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    _needs("Xvfb")
    _needs("setpriv")
    with screen() as name:
        yield name


@pytest.fixture
def darktable(tmp_path: Path, display: str) -> Darktable:
    _needs("darktable")
    return Darktable(tmp_path, display)


@pytest.fixture(scope="session")
def digikam_library(display: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    _needs("digikam")
    _needs("xdotool")
    return empty_library(tmp_path_factory.mktemp("digikam"), display)


@pytest.fixture
def digikam(tmp_path: Path, display: str, digikam_library: Path) -> Digikam:
    return Digikam(tmp_path, display, digikam_library)


def _needs(program: str) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"needs {program}, which is not installed")
