"""A mail server for tests: speaks SMTP, keeps what it gets, and misbehaves where it is told to."""

from __future__ import annotations

import email
import email.policy
import socketserver
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from email.message import EmailMessage
    from typing import Self


class _Talk(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        office = self.server.office
        office.connections += 1
        if office.is_closed:
            return
        left = office.letters_a_connection
        self._say("220 post.example")
        while line := self.rfile.readline().decode().strip():
            word = line.split(" ")[0].upper()
            if word == "DATA":
                left -= 1
                if not self._take() or not left:
                    return
            elif word == "QUIT":
                self._say("221 bye")
                return
            elif office.refuses and office.refuses in line:
                self._say("550 no such person")
            else:
                self._say(office.answers.get(word, "250 ok"))

    def _take(self) -> bool:
        """Whether the talk goes on after a letter."""
        office = self.server.office
        if refusal := office.answers.get("DATA"):
            self._say(refusal)
            return True
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        office.letters.append(email.message_from_bytes(b"".join(lines), policy=email.policy.default))
        office.letter_came.set()
        if office.hangs_up_after_letter:
            return False
        office.may_answer.wait(60)
        self._say(office.answers.get("END", "250 taken"))
        return True

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    office: PostOffice


class PostOffice:
    """`answers`: what is said to MAIL, RCPT, DATA, or at the END of a letter instead of 250."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.answers: dict[str, str] = {}
        self.hangs_up_after_letter = False
        self.is_closed = False
        self.refuses, self.letters_a_connection, self.connections = "", 1000, 0
        self.letter_came, self.may_answer = threading.Event(), threading.Event()
        self.may_answer.set()
        self._server = _Server(("127.0.0.1", 0), _Talk)
        self._server.office = self

    @property
    def address(self) -> tuple[str, int]:
        host, port = self._server.server_address[:2]
        return str(host), int(port)

    @property
    def subjects(self) -> list[str]:
        return [str(letter["Subject"]).strip() for letter in self.letters]

    def text(self, number: int = -1) -> str:
        body = self.letters[number].get_body(("plain",))
        assert body is not None
        return str(body.get_content())

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_problem: object) -> None:
        self._server.shutdown()
        self._server.server_close()
