"""The invented licence of the domain's tests, issued."""

import importlib.util
from pathlib import Path

import pytest

from exeat.domain.licences import AuthorityKey, PublicKeys, create_key, key_set

_SOURCE = Path(__file__).parents[1] / "domain/licences/conftest.py"


@pytest.fixture(scope="session")
def make_licence():
    spec = importlib.util.spec_from_file_location("invented_licence", _SOURCE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.licence_document


@pytest.fixture(scope="session")
def key(tmp_path_factory) -> AuthorityKey:
    return create_key(tmp_path_factory.mktemp("key") / "authority.jwk")


@pytest.fixture(scope="session")
def public(key) -> PublicKeys:
    return PublicKeys.from_json(key_set([key]))
