"""``serve``: over real HTTP, what the host would do, and nothing of a site that is not whole."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator

import pytest
from project import Project, Result

from generator.serve import server

Command = Callable[..., Result]


@pytest.fixture(scope="module")
def port(built_once: Project) -> Iterator[int]:
    """The port at which the tiny site is served."""
    with server(built_once.output, built_once.state, 0) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield running.server_address[1]
        running.shutdown()
        thread.join()


def get(port: int, path: str, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of one answer; redirects are not followed."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path)
    answer = connection.getresponse()
    status, headers, body = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    connection.close()
    return status, headers, body


def test_a_page_is_served_as_built(port: int, built_once: Project) -> None:
    status, headers, body = get(port, "/help/northfield/carpal-tunnel-release/step-therapy/")
    assert status == 200
    assert headers["content-type"].startswith("text/html")
    assert body == built_once.tree()["help/northfield/carpal-tunnel-release/step-therapy/index.html"]


@pytest.mark.parametrize("path", ["/", "/about/", "/assets/", "/nowhere/", "/help/"])
def test_every_answer_has_the_sites_headers(port: int, path: str) -> None:
    _, headers, _ = get(port, path)
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in headers


def test_files_named_by_their_content_may_be_kept(port: int, built_once: Project) -> None:
    asset = next(path for path in built_once.tree() if path.startswith("assets/style."))
    status, headers, body = get(port, f"/{asset}")
    assert (status, headers["content-type"].partition(";")[0]) == (200, "text/css")
    assert headers["cache-control"] == "public, max-age=31536000, immutable"
    assert body == built_once.tree()[asset]
    assert "cache-control" not in get(port, "/about/")[1]


@pytest.mark.parametrize(
    ("path", "kind"), [("/sitemap.xml", "xml"), ("/robots.txt", "text/plain"), ("/404.html", "text/html"), ("/_headers", "")]
)
def test_files_beside_the_pages(port: int, built_once: Project, path: str, kind: str) -> None:
    status, headers, body = get(port, path)
    assert status == 200 and kind in headers["content-type"]
    assert body == built_once.tree()[path[1:]]


@pytest.mark.parametrize("path", ["/nowhere/", "/help/northfield/nothing/", "/help/medicare/carpal-tunnel-release/step-therapy/"])
def test_what_is_not_there_gets_the_404_page(port: int, built_once: Project, path: str) -> None:
    status, headers, body = get(port, path)
    assert (status, headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert body == built_once.tree()["404.html"]
    assert get(port, path, "HEAD")[2] == b""


def test_a_redirect_is_given_as_written(port: int) -> None:
    status, headers, body = get(port, "/help/")
    assert (status, headers["location"], body) == (301, "/payers/", b"")
    assert get(port, "/help/?x=1")[:2][1]["location"] == "/payers/"


@pytest.mark.parametrize(
    "path", ["/../content/site.yaml", "/%2e%2e/content/site.yaml", "/..%2f.build/manifest.json", "//etc/passwd"]
)
def test_nothing_outside_the_site_is_served(port: int, path: str) -> None:
    status, _, body = get(port, path)
    assert status == 404
    assert b"list_price" not in body and b"finished" not in body and b"root:" not in body


def test_a_folder_without_a_page_is_not_listed(port: int) -> None:
    assert get(port, "/assets/")[0] == 404


# When it refuses.


def test_no_site_is_served_before_a_build(site: Project, command: Command) -> None:
    done = command(site, "serve", "--port", "0")
    assert (done.code, done.out) == (2, "")
    assert len(done.err.splitlines()) == 1 and "run 'generator build' first" in done.err


def test_an_unfinished_site_is_not_served(built: Project, command: Command) -> None:
    manifest = json.loads((built.state / "manifest.json").read_text())
    built.write({".build/manifest.json": json.dumps({**manifest, "finished": False})})
    done = command(built, "serve", "--port", "0")
    assert (done.code, done.out) == (2, "")
    assert done.err == ("the last publish was interrupted, so output is not whole: run 'generator build' to complete it\n")


def test_a_taken_port_is_a_fault_of_the_machine(built: Project, command: Command) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = command(built, "serve", "--port", str(taken.getsockname()[1]))
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith("cannot listen on port ") and len(done.err.splitlines()) == 1


def test_the_command_serves_until_it_is_stopped(built: Project, running: Callable[..., subprocess.Popen[str]]) -> None:
    process = running(*built.command(), "serve", "--port", "0", cwd=built.root)
    assert process.stdout is not None and process.stderr is not None
    said = process.stdout.readline()
    assert said.startswith("Serving ") and "http://127.0.0.1:" in said
    port = int(said.partition("127.0.0.1:")[2].partition("/")[0])
    assert get(port, "/about/")[0] == 200
    process.send_signal(2)
    assert process.wait(10) == 0
    assert "/about/" not in process.stderr.read(), "a page that was asked for is not put on record"
