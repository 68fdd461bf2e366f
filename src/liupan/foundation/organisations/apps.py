"""Configuration of `organisations`."""

from django.apps import AppConfig

from liupan.kernel import clock, guarding


class OrganisationsConfig(AppConfig):
    """Divisions, units, posts and who holds them (组织机构)."""

    name = "liupan.foundation.organisations"
    label = "organisations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liupan.foundation.design.facade import frames
        from liupan.foundation.identity.facade import demo_sign_in
        from liupan.foundation.organisations import demo_roles, presentation, transfers  # noqa: F401  declares its tables
        from liupan.foundation.organisations.installation import clock_offset
        from liupan.foundation.organisations.operations.appointments import end_all_of

        guarding.on_leaving("organisations", end_all_of)
        clock.install_offset(clock_offset)
        frames.install(presentation.installation, post_of=presentation.post_of)
        demo_sign_in.install(presentation.is_demo)
        demo_roles.offer_all()
