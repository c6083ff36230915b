"""One function a question: each gives a card."""
