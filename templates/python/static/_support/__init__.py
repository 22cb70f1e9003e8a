"""What the generated models have in common.

A model reads and writes the JSON of the wire, whole: what was absent stays absent, ``null`` stays
``null``, and members, values and tags that the schema does not know are kept as they came.

- Attributes are in snake case, members are spelled as on the wire. Keyword arguments of a
  constructor are attribute names; whatever is *parsed* (``model_validate``,
  ``model_validate_json``, a ``TypeAdapter``, a field of another model) has wire names only.
- A member that was neither parsed nor set reads as its default (mostly ``None``) and is not
  written. Setting it to ``None`` writes ``null``; ``del model.attribute`` makes it absent again.
  A list that is read so is a new one each time: to add to it, set it.
- Types are strict: a string is no number, ``1.0`` is no integer, ``True`` is neither.
"""
