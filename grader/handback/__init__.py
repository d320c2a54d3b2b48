"""Back to the students: feedback pages by mail or platform, and points into the platform's own table."""
