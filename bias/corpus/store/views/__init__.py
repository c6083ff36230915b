"""What questions are asked of: views over the files and over what people decided, and answers at hand."""
