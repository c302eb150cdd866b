"""What the words mean: frozen pydantic models and registries that import nothing of ours."""
