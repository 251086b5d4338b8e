"""Log every agent in, as the page of tickets asks for a session and not for a token: session-bench-<agent>."""

from datetime import timedelta

import django
from django.apps import apps
from django.contrib import auth
from django.utils import timezone

django.setup()

Session = apps.get_model("sessions", "Session")
Session.objects.bulk_create(
    Session(
        session_key=f"session-bench-{user.pk}",
        session_data=Session.get_session_store_class()().encode(
            {
                auth.SESSION_KEY: str(user.pk),
                auth.BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend",
                auth.HASH_SESSION_KEY: user.get_session_auth_hash(),
            }
        ),
        expire_date=timezone.now() + timedelta(days=14),
    )
    for user in auth.get_user_model().objects.all()
)
