"""What the knowledge is, without files, formats or clocks."""
