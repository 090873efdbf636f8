"""Documents, references, passages, the stores, the shipped article."""
