"""The case file: schema, migrations, strict reading, atomic writing, the store and its lock."""
