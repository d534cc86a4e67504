"""What changes of lessons are refused, in words for whoever asked."""


class ChangeError(Exception):
    """Nothing was changed. `code` is for programs, `sentence` (Russian) says what to do.

    `may_be_confirmed`: it is a warning only; the same change is made when it comes confirmed.
    """

    def __init__(self, code: str, sentence: str, *, may_be_confirmed: bool = False) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.may_be_confirmed = may_be_confirmed
