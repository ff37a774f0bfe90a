"""A clinic's own words in an article: where they stand, who may write them, what becomes of them."""
