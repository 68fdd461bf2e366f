"""Figures of seals: SM2 by itself, and sealing and verifying an OFD of ten pages and a PDF of four,
in memory.

`python -m benchmarks.seals` prints them; no server and no database is needed.
"""

import json
import os
import time
from collections.abc import Callable
from statistics import median

PAGES, ROUNDS = 10, 20


def sm2_per_second() -> dict[str, float]:
    """Signatures made and verified in a second, over a message of 1 kB."""
    from liupan.foundation.crypto.facade import Sm2PrivateKey

    key, message = Sm2PrivateKey.generate(), b"x" * 1000
    signature = key.sign(message)
    made = _seconds(lambda: key.sign(message), 200)
    read = _seconds(lambda: key.public_key.verify(message, signature), 200)
    return {"sm2_sign_per_s": round(1 / made), "sm2_verify_per_s": round(1 / read)}


def seal_and_verify_ms() -> dict[str, float]:
    """Milliseconds for sealing an OFD of ten pages and verifying all checks of it (bar: 150)."""
    from liupan.foundation.seals.formats.verifying import verify_ofd
    from liupan.foundation.seals.tests.formats import city

    holder, package, believed = city.office(), city.unsigned(PAGES), city.trust()
    seal = city.seal_of(holder)

    def sealed() -> bytes:
        return city.signed(package, holder, seal=seal).to_bytes()

    data = sealed()
    signing = 1000 * _seconds(sealed, ROUNDS)
    verifying = 1000 * _seconds(lambda: verify_ofd(data, believed), ROUNDS)
    return {"seal_ofd_ms": round(signing, 1), "verify_ofd_ms": round(verifying, 1)}


def seal_and_verify_pdf_ms() -> dict[str, float]:
    """Milliseconds for sealing a PDF of four pages (PAdES with ECDSA in it, SM2 beside it), for
    verifying all checks of both, and once more with a second seal on it.
    """
    from liupan.foundation.seals.formats.pdf.verifying import verify_pdf
    from liupan.foundation.seals.tests.formats import papers

    believed = papers.trust()
    pdf = papers.sealed()
    beside = papers.beside(pdf)
    two = papers.sealed(pdf, by=papers.signer("固原市财政局"))

    def sealed() -> bytes:
        return papers.beside(papers.sealed())

    def verified() -> object:
        return verify_pdf(pdf, believed, signatures=[beside])

    return {
        "seal_pdf_ms": round(1000 * _seconds(sealed, ROUNDS), 1),
        "verify_pdf_ms": round(1000 * _seconds(verified, ROUNDS), 1),
        "verify_two_seals_ms": round(1000 * _seconds(lambda: verify_pdf(two, believed), ROUNDS), 1),
    }


def _seconds(act: Callable[[], object], rounds: int) -> float:
    took = []
    for _round in range(rounds):
        begun = time.perf_counter()
        act()
        took.append(time.perf_counter() - begun)
    return median(took)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liupan.config.settings")
    import django

    django.setup()
    print(json.dumps(sm2_per_second() | seal_and_verify_ms() | seal_and_verify_pdf_ms()))
