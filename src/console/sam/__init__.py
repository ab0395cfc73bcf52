"""The functions in containers, as SAM CLI runs them on a developer's machine, over the embedded engines."""
