"""Words that tell the reader what to think: lists, loaded sentences, scare quotes, headlines."""
