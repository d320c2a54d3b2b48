"""What tests have in common: little courses, made-up classes, servers, attacks and payloads."""
