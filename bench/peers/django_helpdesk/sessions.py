"""Log every agent in, as the page of tickets asks for a session and not for a token: session-bench-<agent>."""

import django

django.setup()

from django.contrib import auth  # noqa: E402 -- there are no models before the setup
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402

for user in auth.get_user_model().objects.all():
    session = SessionStore(f"session-bench-{user.pk}")
    session[auth.SESSION_KEY] = str(user.pk)
    session[auth.BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[auth.HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save(must_create=True)
