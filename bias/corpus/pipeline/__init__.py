"""Articles → readings → what hangs on all of them: batches, processes, who is who over the corpus."""
