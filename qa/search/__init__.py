"""What is asked and where it stands: questions, passages, indexes, retrieval."""
