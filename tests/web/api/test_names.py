"""The names of the API's schemas and operations: two of one name would be described as one."""

from __future__ import annotations

import pkgutil
from collections import Counter
from importlib import import_module

from ninja import Schema

from exeat.web import api
from exeat.web.api.root import api as root


def test_no_two_schemas_have_one_name() -> None:
    modules = [import_module(one.name) for one in pkgutil.walk_packages(api.__path__, f"{api.__name__}.")]
    schemas = {
        one
        for module in modules
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, Schema) and one.__module__.startswith(api.__name__)
    }
    assert len(schemas) > 50
    assert [name for name, times in Counter(one.__name__ for one in schemas).items() if times > 1] == []


def test_no_two_operations_have_one_name() -> None:
    paths = root.get_openapi_schema()["paths"]
    names = Counter(operation["operationId"] for path in paths.values() for operation in path.values())
    assert len(names) > 50
    assert [name for name, times in names.items() if times > 1] == []
