"""A question to a grounded answer, and the page it is shown on."""
