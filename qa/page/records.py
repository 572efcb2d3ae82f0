"""The core types as JSON and back: what the browser keeps, and what a program is given.

Reading trusts nothing: a record that does not fit its type raises ValueError.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
import typing
from collections.abc import Mapping
from enum import Enum
from typing import Any, TypeAlias, TypeVar

T = TypeVar("T")
Json: TypeAlias = Any  # what the json module reads and writes
_Kind: TypeAlias = Any  # a type as `get_type_hints` gives it: no common class in Python


def to_record(value: object) -> Json:
    """Give a dataclass, and all that it holds, as plain JSON values; dates are written 2016-12-20."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {item.name: to_record(getattr(value, item.name)) for item in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): to_record(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [to_record(item) for item in value]
    return value


def from_record(kind: type[T], record: Json) -> T:
    """Give the value of type `kind` that `to_record` wrote.

    Raises:
        ValueError: the record does not fit; the message names the type.
    """
    return typing.cast(T, _read(kind, record))


def _read(kind: _Kind, record: Json) -> Json:
    origin: object = typing.get_origin(kind)
    arguments = typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        present = [item for item in arguments if item is not type(None)]
        return None if record is None else _read(present[0], record)
    if origin is tuple:
        return tuple(_read(arguments[0], item) for item in _expect(list, record))
    if dataclasses.is_dataclass(kind):
        return _read_dataclass(kind, _expect(dict, record))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(record)
    if kind is dt.date:
        return dt.date.fromisoformat(_expect(str, record))
    if isinstance(kind, type) and issubclass(kind, tuple):  # a NamedTuple, written as a list
        hints = typing.get_type_hints(kind)
        return kind(*(_read(hint, item) for hint, item in zip(hints.values(), _expect(list, record), strict=True)))
    if kind is float:
        return float(_expect(float if isinstance(record, float) else int, record))
    return _expect(kind, record)


def _read_dataclass(kind: _Kind, record: dict[str, Json]) -> Json:
    hints = typing.get_type_hints(kind)
    try:
        return kind(**{name: _read(hints[name], value) for name, value in record.items()})
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a {kind.__name__}: {error}") from error


def _expect(kind: type, record: Json) -> Json:
    if not isinstance(record, kind) or (isinstance(record, bool) and kind is not bool):
        raise ValueError(f"{kind.__name__} expected, got {type(record).__name__}")
    return record
