"""Requests to the table led past a test, which may look, wait, or lose the answer."""

from contextlib import contextmanager

from models import client


@contextmanager
def detour(through):
    """Let ``through(send, operation, call)`` answer each request; ``send`` sends it, with its retries."""
    transport = client.dynamodb()
    send = transport._make_api_call
    transport._make_api_call = lambda operation, call: through(send, operation, call)
    try:
        yield
    finally:
        del transport._make_api_call


@contextmanager
def losing_answers(lost):
    """Raise ``lost``, an exception, in the place of the first answer to each request, after it was carried out."""
    exchange = client.dynamodb()._exchange
    ask, seen = exchange.ask, []

    def answered(operation, call):
        answer = ask(operation, call)
        if call not in seen:
            seen.append(dict(call))
            raise lost
        return answer

    exchange.ask = answered
    try:
        yield
    finally:
        del exchange.ask
