"""Safe reading of untrusted folders, without following links out of them."""
