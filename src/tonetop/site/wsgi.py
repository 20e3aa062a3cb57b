"""The entry for WSGI servers."""

from django.core.wsgi import get_wsgi_application

from tonetop.site.garbage import seldom

application = get_wsgi_application()
seldom()
