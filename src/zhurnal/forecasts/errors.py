"""What is refused, in words for whoever asked."""


class ForecastsError(Exception):
    """Nothing was changed. `code` is for programs, `sentence` (Russian) says what to do."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
