"""Template tags of the design service; loaded into every template."""

from django import template

register = template.Library()
