"""What is known of a class: its roster, its report, its feedback pages."""
