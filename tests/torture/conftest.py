"""One bench, with the program loaded once, for all tests of the torture run."""

import pytest

from .bench import bench


@pytest.fixture(scope="session")
def on(tmp_path_factory):
    """The bench."""
    with bench(tmp_path_factory.mktemp("torture"), seed=1) as made:
        yield made
