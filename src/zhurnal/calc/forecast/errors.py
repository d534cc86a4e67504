"""What a forecast cannot be made from."""

from __future__ import annotations


class ForecastError(ValueError):
    """Data that no forecast can be made from; `code` names what is wrong, the text says it in Russian."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
