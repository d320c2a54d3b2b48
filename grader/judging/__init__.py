"""From a staged notebook to a result: the hidden tests and what they may use."""
