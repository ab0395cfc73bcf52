"""What a plan does not do."""


class Unusual(Exception):
    """Something that a plan leaves to the stock executor: null where none may be, a value of an odd type, a failure.

    It ends the planned run; the stock executor then answers the whole operation, and tells what is wrong with it.
    """
