"""Secrets of second factors move from the master key itself to a key which that one wraps.

What does not open under the master key is left as it is: it has been lost before.
"""

import base64
import binascii

from django.conf import settings
from django.db import migrations

from liupan.foundation.crypto.facade import Undecipherable, decrypt
from liupan.foundation.identity.factor_secrets import sealed


def seal_anew(apps, _editor):
    for row in apps.get_model("mfa", "Authenticator").objects.exclude(type="webauthn").iterator():
        row.data = {name: _moved(value) for name, value in row.data.items()}
        row.save(update_fields=["data"])


def _moved(value):
    if isinstance(value, list):
        return [_moved(each) for each in value]
    if not isinstance(value, str):
        return value
    try:
        text = decrypt(
            settings.LIUPAN_MASTER_KEY, base64.b64decode(value, validate=True), b"identity.mfa"
        )
    except (Undecipherable, binascii.Error, ValueError):
        return value
    return sealed(text.decode())


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0004_sign_in_indexes"),
        ("crypto", "0001_initial"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]
    operations = [migrations.RunPython(seal_anew, migrations.RunPython.noop)]
