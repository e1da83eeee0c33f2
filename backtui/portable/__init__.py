"""Files of others: what is read from them and written for them."""
