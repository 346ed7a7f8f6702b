"""Serves moto on a port of the loopback interface, one request after the other.

Its own program answers on many threads, and its stores are not made for that: conditions of two writes at once are both true.
"""

import sys

from moto.iam.models import iam_backends
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import run_simple

port, account, role = int(sys.argv[1]), sys.argv[2], sys.argv[3]
# Functions are made with a role that must be there.
iam_backends[account]["aws"].create_role(role, "{}", "/", None, "", [], None)
run_simple("127.0.0.1", port, DomainDispatcherApplication(create_backend_app), threaded=False, use_reloader=False)
