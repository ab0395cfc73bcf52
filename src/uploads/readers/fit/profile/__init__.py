"""Facts of the FIT profile: what the fields of the messages that we read are called, and how they are stored.

(Garmin's FIT profile 21.218. Base types are not here: every file says its own.)
"""
