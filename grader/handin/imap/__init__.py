"""A folder of an IMAP server: where it is, how it is opened for reading only, which of its mails may be hand-ins."""
