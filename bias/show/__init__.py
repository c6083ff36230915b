"""Cards → people: charts, pages, files, reports."""
