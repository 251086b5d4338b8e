"""A Django project with django-helpdesk in it, as it would be in production."""
