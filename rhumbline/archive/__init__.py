"""Every file that arrived, kept by the hash of its content, and the journal of what was done."""
