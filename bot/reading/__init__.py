"""What a report says: figures, sentences, predicates, premises."""
