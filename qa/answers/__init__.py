"""From hits to words that hold: evidence, prompts, the local model, verification."""
