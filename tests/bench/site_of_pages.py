"""A web site on the loopback address, whose pages are there, gone, moved or others than those that were cited.

The first part of a path says how the page behaves, the rest which page it is:
`/2016/05/04/first-lock-closed-at-varne` is there, `/gone/2016/05/04/first-lock-closed-at-varne` is not.
"""

import http.server
import threading

# Title, author and date by path.
ARTICLES = {
    "/2016/05/04/first-lock-closed-at-varne": ("First Lock Closed at Varne", "Lena Ostrow", "2016-05-04"),
    "/2018/06/14/mill-burns-beside-the-lock": ("Mill Burns Beside the Lock", "Ada Winther", "2018-06-14"),
}
PROSE = "The keeper of the lock has said that he will not come back, and the council has put off its vote again. " * 20
NOT_THERE = ("Page not found", "", "")


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers GET and HEAD."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        behaviour, path = self.parted()
        article = ARTICLES.get(path)
        if path == "/":
            self.answer(200, ("River Monitor", "", ""))
        elif article is None or behaviour == "gone":
            self.answer(404, NOT_THERE)
        elif behaviour == "moved":
            self.answer(301, location=path)
        elif behaviour == "home":
            self.answer(302, location="/")
        elif behaviour == "busy":
            self.answer(503, ("Service unavailable", "", ""))
        elif behaviour == "soft":
            self.answer(200, NOT_THERE, "Nothing was found here. Go back to the front page.")
        elif behaviour == "other":
            self.answer(200, ("Ferry Fares Rise in the Lowlands", "Ben Moor", article[2]))
        elif behaviour == "later":
            self.answer(200, (*article[:2], "2021-09-30"))
        else:
            self.answer(200, article)

    do_HEAD = do_GET

    def parted(self):
        first, _, rest = self.path.lstrip("/").partition("/")
        is_behaviour = bool(rest) and not first.isdigit()
        return (first, f"/{rest}") if is_behaviour else ("", self.path)

    def answer(self, status, article=None, prose=PROSE, location=None):
        body = page(*article, prose).encode() if article else b""
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, *_):
        pass


def page(title, author, date, prose):
    about = f'<meta name="author" content="{author}"><meta property="article:published_time" content="{date}">' if author else ""
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title><meta property="og:title" content="{title}">{about}'
        f"</head><body><article><h1>{title}</h1><p>{prose}</p></article></body></html>"
    )


def open_site():
    """Serves the site until the program ends, and returns its host and port."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"127.0.0.1:{server.server_port}"
