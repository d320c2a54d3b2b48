"""From a mailbox or a learning platform's download to submitted/: what came is kept, and what counts is placed."""
