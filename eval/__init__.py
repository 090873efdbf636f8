"""Gold questions in, figures and a report out; asks chat as a reader would, and knows no vector store."""
