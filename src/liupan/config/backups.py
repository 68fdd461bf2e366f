"""stub"""


def save_before_upgrade():
    return None
