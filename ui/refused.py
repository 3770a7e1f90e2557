"""What the desk does not do, and why, in words for the reader."""

from ui.words import say


class RefusedError(ValueError):
    """A request that is refused; ``key`` names the text that tells its reader what to do."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key, self.values = key, values

    def told(self, language: str) -> str:
        """The reason in a language."""
        return say(self.key, language, **self.values)
