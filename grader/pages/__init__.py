"""Everything that a browser shows: feedback pages and their parts."""
