"""The pages of the workbench, one module each: a router, its entry in the navigation, a template."""
