"""Mails as they come: who wrote them, when they arrived, which files they carry, whatever program made them."""
