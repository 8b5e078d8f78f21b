#!/usr/bin/env python3
"""Tests a small answering machine on the phone network, with the standard library alone.

    caller.py PROGRAM       the program is `courtesy`

The lines from "def post" on are those of docs/guides/testing-your-app.md.
"""
import http.server
import json
import re
import subprocess
import sys
import threading
import urllib.parse
import urllib.request

PAGES = {
    "/voice": """<Response>
        <Gather numDigits="1" action="/leave"><Say>This is Maple Dental. To leave a message, press 1.</Say></Gather>
      </Response>""",
    "/leave": """<Response>
        <Say>Speak after the tone.</Say>
        <Record action="/thanks" finishOnKey="#" timeout="5"/>
      </Response>""",
    "/thanks": "<Response><Play>{RecordingUrl}</Play><Say>We will call you back.</Say></Response>",
}


class App(http.server.BaseHTTPRequestHandler):
    """The application under test."""

    def do_POST(self):
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        body = PAGES[self.path].format(**dict(urllib.parse.parse_qsl(form))).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Nothing: what was asked is in the network's journal."""


def start(program):
    app = http.server.ThreadingHTTPServer(("127.0.0.1", 0), App)
    threading.Thread(target=app.serve_forever, daemon=True).start()
    here = f"http://127.0.0.1:{app.server_port}"
    phones = subprocess.Popen(
        [program, "phones", "--port", "0", "--time", "virtual", "--own", f"+12025550100={here}/sms,{here}/voice"],
        stdout=subprocess.PIPE, text=True)
    return phones, re.search(r"http://\S+", phones.stdout.readline()).group()


network, PHONES = start(sys.argv[1])
try:
    def post(path, **fields):
        data = urllib.parse.urlencode(fields).encode()
        return json.load(urllib.request.urlopen(PHONES + path, data))

    sid = post("/_/calls", To="+12025550100", From="+12125550199", Script=json.dumps([
        {"hears": "press 1", "presses": "1"},
        {"hears": "[beep]", "says": "It is Ana about Thursday", "seconds": 5},
        {"wait": 1, "presses": "#"},
    ]))["sid"]
    post("/_/advance", Seconds=600, Until="idle")
    heard = json.load(urllib.request.urlopen(f"{PHONES}/_/journal?sid={sid}&what=heard"))["entries"]
    assert heard[-2]["text"] == "It is Ana about Thursday"
    assert heard[-1]["text"] == "We will call you back."
finally:
    network.terminate()
    network.wait()
