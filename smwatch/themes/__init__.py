"""What people talk about: terms and phrases that stand out, grouped into themes. Pure."""
