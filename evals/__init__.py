"""Is it right? Generated reports with certain gold, cases, and the plain functions that score an answer."""
