"""Articles → readings → what takes all of them together: who is who, topics, events, learned frames."""
