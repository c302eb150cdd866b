"""How it is shaped for people: a dbt project, from what core stores to the marts people query."""
