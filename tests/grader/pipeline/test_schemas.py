"""Marks of cells are validated as ever, by schemas that are checked once."""

import jsonschema
import pytest
from jsonschema.protocols import Validator
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.nbgraderformat import MetadataValidator

from grader.pipeline import schemas
from grader.pipeline.schemas import checked_once
from tests.support.little_course import marked, master

SCHEMA = {"type": "object", "properties": {"points": {"type": "number"}, "name": {"maxLength": 2}}}
BROKEN = [{"points": "two"}, {"name": "long"}, {"points": "two", "name": "long"}, 3]


@pytest.mark.parametrize("instance", BROKEN)
def test_an_error_is_the_one_that_jsonschema_raises(instance):
    with pytest.raises(jsonschema.ValidationError) as theirs:
        jsonschema.validate(instance, SCHEMA)
    with pytest.raises(jsonschema.ValidationError) as ours:
        schemas.validate(instance, SCHEMA)
    assert str(ours.value) == str(theirs.value)


def test_what_fits_is_accepted_and_another_schema_is_another():
    schemas.validate({"points": 2}, SCHEMA)
    with pytest.raises(jsonschema.ValidationError):
        schemas.validate({"points": 2}, {**SCHEMA, "required": ["name"]})
    with pytest.raises(jsonschema.SchemaError):
        schemas.validate({}, {"type": "nothing"})


def test_nbgrader_s_schemas_are_checked_once(monkeypatch):
    checked: list[object] = []
    kind = jsonschema.validators.validator_for(MetadataValidator().schema)
    check: object = kind.check_schema
    monkeypatch.setattr(kind, "check_schema", lambda schema: (checked.append(schema), check(schema)))
    schemas._validator.cache_clear()
    with checked_once():
        for _ in range(3):
            MetadataValidator().validate_nb(master())
    assert len(checked) == 1
    assert isinstance(kind({}), Validator)


def test_nbgrader_refuses_the_same():
    cell = marked(new_code_cell("1"), "one", grade=True, locked=True, points=-1)
    said = []
    for validate in (MetadataValidator().validate_nb, checked_once()(MetadataValidator().validate_nb)):
        with pytest.raises(jsonschema.ValidationError) as error:
            validate(new_notebook(cells=[cell]))
        said.append(str(error.value))
    assert said[0] == said[1]
