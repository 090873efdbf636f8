"""Training of the answer model: pages and conversations written for it, and the command."""
