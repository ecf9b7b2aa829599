"""催件: a customer or shipper urges; he gets an answer with a time, never a copied sentence."""
