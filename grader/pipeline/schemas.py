"""nbgrader's schemas of a cell's mark, checked once: ``jsonschema.validate`` checks the schema itself at each call."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from types import SimpleNamespace
from typing import Any
from unittest import mock

from nbgrader.nbgraderformat import common

_jsonschema = common.jsonschema


@contextmanager
def checked_once() -> Iterator[None]:
    """Have nbgrader validate marks within the block by schemas that stay checked.

    Each of its validators reads its schema from a file: schemas are the same where they say the same.
    """
    with mock.patch.object(common, "jsonschema", SimpleNamespace(validate=validate)):
        yield


def validate(instance: object, schema: Mapping[str, Any]) -> None:
    """Do what ``jsonschema.validate`` does.

    Raises:
        ValidationError: the instance does not fit the schema.
        SchemaError: the schema is none.
    """
    error = _jsonschema.exceptions.best_match(_validator(json.dumps(schema)).iter_errors(instance))
    if error is not None:
        raise error


@lru_cache(maxsize=8)
def _validator(schema: str) -> Any:
    parsed = json.loads(schema)
    kind = _jsonschema.validators.validator_for(parsed)
    kind.check_schema(parsed)
    return kind(parsed)
