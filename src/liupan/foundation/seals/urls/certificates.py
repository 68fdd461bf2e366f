"""Routes of certificates, trust and revocation lists."""

from django.urls import path

from liupan.foundation.design.facade import requires
from liupan.foundation.seals.policies import MANAGE_CERTIFICATES
from liupan.foundation.seals.views import certificates
from liupan.foundation.seals.views.lists import CertificateList

urlpatterns = [
    path(
        "certificates/",
        requires(MANAGE_CERTIFICATES)(CertificateList.as_view()),
        name="certificates",
    ),
    path("certificates/import/", certificates.take_certificate, name="certificate-import"),
    path("certificates/list/", certificates.take_revocations, name="list-import"),
    path("certificates/found/", certificates.found, name="found"),
    path("certificates/<uuid:certificate_id>/", certificates.certificate, name="certificate"),
    path("certificates/<uuid:certificate_id>/trust/", certificates.trust, name="trust"),
    path("certificates/<uuid:certificate_id>.pem", certificates.pem, name="pem"),
    path("crl/<uuid:authority_id>.crl", certificates.revocations, name="crl"),
]
