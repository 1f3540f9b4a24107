"""OpenStack Swift with its S3 interface, whole in one process, for tests: swift-s3.py FOLDER PORT

Keeps everything below FOLDER, listens on loopback only, and prints "listening" when it answers. Swift's own start scripts want a
service manager and /etc/swift; here its four servers are loaded into one process.

The object server knows "If-None-Match: *" and answers 412, but the S3 layer of this version refuses the header before it gets there. On
the second port the header is carried past that layer, so that both kinds of store can be tried: one that knows conditional writes and
one that refuses them.
"""
import os
import sys

import eventlet

eventlet.patcher.monkey_patch(all=False, socket=True, select=True, thread=True)

from eventlet import corolocal, wsgi
from swift.common import utils
from swift.common.ring import RingBuilder
from swift.common.swob import Request
from swift.common.wsgi import SwiftHttpProtocol, loadapp

FOLDER, PORT = os.path.abspath(sys.argv[1]), int(sys.argv[2])

# One user for each right that a store can lack. The limited ones reach the bucket "limited" only, each by its own list.
USERS = {
    "user_test_tester": "testing .admin",
    "user_test_reader": "reading",
    "user_test_writer": "writing",
    "user_test_nobody": "nothing",
}
LIMITED = {"X-Container-Read": "test:reader", "X-Container-Write": "test:writer"}

SERVER = """
[DEFAULT]
devices = {folder}/devices
mount_check = false
swift_dir = {folder}
bind_ip = 127.0.0.1
log_level = ERROR
[pipeline:main]
pipeline = {kind}-server
[app:{kind}-server]
use = egg:swift#{kind}
disable_fallocate = true
"""

PROXY = """
[DEFAULT]
swift_dir = {folder}
bind_ip = 127.0.0.1
log_level = ERROR
[pipeline:main]
pipeline = catch_errors s3api tempauth inside bulk slo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
allow_account_management = true
conn_timeout = 10
node_timeout = 60
[filter:inside]
paste.filter_factory = swift_s3:inside
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
[filter:tempauth]
use = egg:swift#tempauth
{users}
[filter:bulk]
use = egg:swift#bulk
[filter:slo]
use = egg:swift#slo
"""


class Memory:
    """What the sign-in keeps in memcached; it asks for one, and one process needs none."""

    def __init__(self):
        self.kept = {}

    def get(self, key, raise_on_error=False):
        return self.kept.get(key)

    def set(self, key, value, **_):
        self.kept[key] = value

    def delete(self, key, **_):
        self.kept.pop(key, None)


class Outside:
    """Stands in front of the S3 layer: hands out the memory, and takes a condition off the request where it is carried past."""

    def __init__(self, app, carried):
        self.app, self.carried, self.memory = app, carried, Memory()

    def __call__(self, environ, start_response):
        environ["swift.cache"] = self.memory
        self.carried.path = None
        if environ["SERVER_PORT"] != str(PORT) and environ.get("HTTP_IF_NONE_MATCH") == "*" and environ["REQUEST_METHOD"] in ("PUT", "POST"):
            del environ["HTTP_IF_NONE_MATCH"]
            self.carried.path = "/v1/AUTH_test" + environ["PATH_INFO"]
        return self.app(environ, start_response)


class Inside:
    """Stands behind the S3 layer: puts the condition back on the write that it was meant for, and on no other that the layer makes."""

    def __init__(self, app, carried):
        self.app, self.carried = app, carried

    def __call__(self, environ, start_response):
        if environ["REQUEST_METHOD"] == "PUT" and environ["PATH_INFO"] == getattr(self.carried, "path", None):
            environ["HTTP_IF_NONE_MATCH"] = "*"
        return self.app(environ, start_response)


CARRIED = corolocal.local()


def inside(_, **__):
    return lambda app: Inside(app, CARRIED)


class Silent:
    """Swallows the access log, which nobody reads."""

    def write(self, *_):
        pass

    debug = info = warning = error = write


def write(name, text):
    path = os.path.join(FOLDER, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def listen(port):
    return eventlet.listen(("127.0.0.1", port), backlog=256)


def serve(sock, app):
    eventlet.spawn(wsgi.server, sock, app, Silent(), protocol=SwiftHttpProtocol, capitalize_response_headers=False)


def ring(kind, port):
    builder = RingBuilder(4, 1, 1)
    builder.add_dev({"region": 1, "zone": 1, "ip": "127.0.0.1", "port": port, "device": "disk", "weight": 1.0})
    builder.rebalance()
    builder.get_ring().save(os.path.join(FOLDER, kind + ".ring.gz"))


def main():
    os.makedirs(os.path.join(FOLDER, "devices", "disk"), exist_ok=True)
    write("swift.conf", "[swift-hash]\nswift_hash_path_suffix = tests\nswift_hash_path_prefix = tests\n")
    utils.set_swift_dir(FOLDER)
    utils.validate_configuration()

    for kind in ("account", "container", "object"):
        sock = listen(0)
        ring(kind, sock.getsockname()[1])
        serve(sock, loadapp(write(kind + ".conf", SERVER.format(folder=FOLDER, kind=kind))))

    users = "\n".join(f"{name} = {rights}" for name, rights in USERS.items())
    proxy = Outside(loadapp(write("proxy.conf", PROXY.format(folder=FOLDER, users=users))), CARRIED)
    made = Request.blank("/v1/AUTH_test/limited", method="PUT", headers=LIMITED)
    made.environ.update({"swift.authorize_override": True, "swift_owner": True, "reseller_request": True})
    answer = made.get_response(proxy)
    if answer.status_int >= 300:
        sys.exit(f"the bucket of limited users was not made: {answer.status}")

    serve(listen(PORT), proxy)
    conditional = listen(0)
    serve(conditional, proxy)
    print("listening", conditional.getsockname()[1], flush=True)
    while True:
        eventlet.sleep(3600)


# The server's configuration names this file as a module, which its file name is not.
sys.modules["swift_s3"] = sys.modules["__main__"]
main()
