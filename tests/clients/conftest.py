"""The outside clients run by `make clients` alone: they need two environments of their own, and half a minute."""


def pytest_ignore_collect(collection_path, config):
    """Leave them out of a run that did not ask for them."""
    asked = any("tests/clients" in str(argument) for argument in config.invocation_params.args)
    return None if asked else True
