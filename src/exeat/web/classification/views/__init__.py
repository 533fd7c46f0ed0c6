"""Pages of classification: a line of a case, a product of anybody, what an amendment touches."""
