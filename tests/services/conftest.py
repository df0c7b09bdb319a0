"""What tests of the services share: pictures."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from ecocity_desktop.exchange.picture_file import CleanPicture
from ecocity_desktop.services import photos


@pytest.fixture
def drawn(tmp_path: Path) -> Callable[[str], CleanPicture]:
    """Make a picture of one colour, read from a file as any other."""

    def draw(colour: str) -> CleanPicture:
        file = tmp_path / f"{colour}.png"
        Image.new("RGB", (300, 200), colour).save(file)
        return photos.read_picture(file)

    return draw
