"""Rankings, sums, differences and shares over figures."""
