"""The case on disk: schema, migrations and the atomic store."""
