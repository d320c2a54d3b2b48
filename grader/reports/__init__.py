"""What is known of a class: its grade sheet, its report, its feedback pages."""
