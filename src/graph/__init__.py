"""The API: types, schema, HTTP."""
