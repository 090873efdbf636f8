"""Training of the answer model: pages and conversations written for it, public question sets, and the command."""
