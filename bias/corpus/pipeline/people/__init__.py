"""What who is who is made of: tables as numbers of texts, and by which words names are one."""
