"""The database of a workspace: connections, the writer's lock, migrations and publication."""
