"""The expressions that values are written in: parsed against a whitelist, refused where they mean nothing."""
