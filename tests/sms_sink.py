"""An SMS provider in a thread: it checks what OVH and Brevo check, and answers what it is told."""

from __future__ import annotations

import hashlib
import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

OVH = {"application": "app-key", "secret": "app-secret", "consumer": "consumer-key"}
BREVO_KEY = "xkeysib-test"
SKEW = 1000  # OVH's clock is ahead of ours


class SmsSink:
    """`requests` received; `answer` (status, body) replaces the provider's own; `silence` hangs."""

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self.answer: tuple[int, Any] | None = None
        self.headers: dict[str, str] = {}
        self.silence = 0.0
        sink = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_args: Any) -> None:
                pass

            def do_GET(self) -> None:
                self._say(200, str(int(time.time()) + SKEW))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                sink.requests.append({"path": self.path, "body": json.loads(body)})
                if sink.silence:
                    time.sleep(sink.silence)
                status, said = sink.answer or sink.judge(self, body)
                self._say(status, said if isinstance(said, str) else json.dumps(said))

            def _say(self, status: int, text: str) -> None:
                content = text.encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                for name, value in sink.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def judge(self, request: BaseHTTPRequestHandler, body: str) -> tuple[int, Any]:
        said = json.loads(body)
        if request.path.startswith("/sms/"):
            return self._as_ovh(request, body, said)
        if request.headers["api-key"] != BREVO_KEY:
            return 401, {"code": "unauthorized", "message": "Key not found"}
        if set(said) - {"webUrl"} != {
            "sender", "recipient", "content", "type", "tag", "unicodeEnabled"
        }:  # fmt: skip
            return 400, {"code": "invalid_parameter", "message": "unknown field"}
        if len(said["sender"]) > (15 if said["sender"].isdecimal() else 11):
            return 400, {"code": "invalid_parameter", "message": "sender is not valid"}
        return 201, {"messageId": 1511882900176220}

    def _as_ovh(self, request: Any, body: str, said: Any) -> tuple[int, Any]:
        stamp = request.headers["X-Ovh-Timestamp"]
        signed = "+".join(
            [OVH["secret"], OVH["consumer"], "POST", self.url + request.path, body, stamp]
        )
        expected = "$1$" + hashlib.sha1(signed.encode()).hexdigest()
        if request.headers["X-Ovh-Signature"] != expected:
            return 400, {"errorCode": "INVALID_SIGNATURE", "message": "Invalid signature"}
        if abs(int(stamp) - time.time() - SKEW) > 5:
            return 400, {"errorCode": "QUERY_TIME_OUT", "message": "Query out of time"}
        if request.path != "/sms/sms-ab12345-1/jobs":
            why = "The requested object (serviceName = sms-x) does not exist"
            return 404, {"class": "Client::NotFound", "message": why}
        if said["senderForResponse"] and "http" in said["message"]:
            return 400, {"message": "cannot send contact information with shortcode"}
        wrong = [n for n in said["receivers"] if not n.startswith("+33")]
        ids = [] if wrong else [1234567]
        return 200, {"ids": ids, "invalidReceivers": wrong, "totalCreditsRemoved": 1}

    def __enter__(self) -> SmsSink:
        Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self.server.shutdown()
        self.server.server_close()
