"""Routes of what the public does, and of what is shown of it."""

from django.urls import path

from liupan.capabilities.opendata.views.acts import applying, showing, submitting

urlpatterns = [
    path("ask/<slug:code>/", submitting.ask, name="ask"),
    path("report-error/<slug:code>/", submitting.report_error, name="report-error"),
    path("follow/<slug:code>/", submitting.follow, name="follow"),
    path("apply/<slug:code>/", applying.apply, name="apply"),
    path("apply/<slug:code>/download/", applying.download, name="conditional-download"),
    path("applications/<uuid:application_id>/take-back/", applying.take_back, name="take-back"),
    path("mine/", applying.my_acts, name="my-acts"),
    path("agreement/", applying.agreement, name="agreement"),
    path("request-data/", submitting.request_data, name="request-data"),
    path("requests/", showing.requests, name="requests"),
    path("requests/<slug:number>/", showing.request_one, name="request-one"),
    path("gallery/", showing.gallery, name="gallery"),
    path("gallery/submit/", submitting.submit_reuse, name="gallery-submit"),
    path("gallery/entry/<slug:number>/", showing.gallery_one, name="gallery-one"),
    path(
        "gallery/entry/<slug:number>/picture.png", showing.gallery_picture, name="gallery-picture"
    ),
]
