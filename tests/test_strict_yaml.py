"""YAML read strictly: what is a value, what is a mistake, and where each part stands."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from project import Project

from generator.strict_yaml import read


def problems(text: str, *, line_offset: int = 0) -> list[str]:
    """The problems of a text, one line each."""
    return [str(problem) for problem in read("f.yaml", text, line_offset=line_offset).problems]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("Off", "Off"),
        ("True", "True"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("1.5", 1.5),
        ("010", "010"),
        ("00", "00"),
        ("0x1F", "0x1F"),
        ("0o17", "0o17"),
        ("1_000", "1_000"),
        ("1e3", "1e3"),
        ("+1", "+1"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("12:30", "12:30"),
        ("190:20:30", "190:20:30"),
        ("2026-11-22", "2026-11-22"),
        ("2026-11-22 10:00:00", "2026-11-22 10:00:00"),
        ('"12"', "12"),
        ("'true'", "true"),
        ('""', ""),
        ("|\n  12\n", "12\n"),
        (">-\n  null\n", "null"),
        ("\t7", 7),
        ("café 😀", "café 😀"),
    ],
)
def test_a_plain_word_is_true_false_null_a_decimal_number_or_text(written: str, value: object) -> None:
    document = read("f.yaml", f"key: {written}\n")
    assert document.problems == []
    assert document.data == {"key": value}
    assert type(document.data["key"]) is type(value)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nb: 2\na: 3\n", "f.yaml:3:1: E105 key 'a' stands twice (the first is on line 1)"),
        ("top:\n  a: 1\n  a: 1\n", "f.yaml:3:3: E105 key 'a' stands twice (the first is on line 2)"),
        ("{a: 1, a: 2}\n", "f.yaml:1:8: E105 key 'a' stands twice (the first is on line 1)"),
        ("1: a\n'1': b\n", "f.yaml:2:1: E105 key '1' stands twice (the first is on line 1)"),
        (
            "a:\n\tb: 1\n",
            "f.yaml:2:1: E101 not valid YAML: found character that cannot start any token "
            "(use spaces, not tabs; quote a text that starts with a special character)",
        ),
        (
            "doctor: your hand: surgeon\n",
            "f.yaml:1:18: E101 not valid YAML: mapping values are not allowed in this context "
            "(put quotes around a text that contains ': ')",
        ),
        ('a: "open\n', "f.yaml:2:1: E101 not valid YAML: found unexpected end of stream"),
        ("a: 1\n---\nb: 2\n", "f.yaml:2:1: E101 not valid YAML: but found another document"),
        ("a: &x 1\nb: *x\n", "f.yaml:1:4: E101 anchors and aliases are not used in content (write the text out)"),
        ("a: !custom x\n", "f.yaml:1:4: E101 tag '!custom' is not allowed (write plain text)"),
        ("a: !!set {b}\n", "f.yaml:1:4: E101 tag 'tag:yaml.org,2002:set' is not allowed (write plain text)"),
        ("? [a]\n: 1\n", "f.yaml:1:3: E101 a key must be a word"),
        ("a: \x00\n", "f.yaml:1:1: E101 not valid YAML: unacceptable character #x0000: control characters are not allowed"),
    ],
)
def test_a_mistake_is_one_line_with_its_place(text: str, line: str) -> None:
    assert problems(text) == [line]


def test_a_tag_cannot_run_code(tmp_path_factory: pytest.TempPathFactory) -> None:
    target = tmp_path_factory.mktemp("tag") / "made"
    document = read("f.yaml", f"a: !!python/object/apply:pathlib.Path.mkdir [!!python/object/apply:pathlib.Path ['{target}']]\n")
    assert document.data is None
    assert document.problems[0].code == "E101"
    assert not target.exists()


def test_every_key_and_value_has_its_place() -> None:
    document = read("f.yaml", "# why\nname: x\nlist:\n  - one\n  - {two: 2}\n")
    assert document.places == {
        (): (2, 1),
        ("name",): (2, 1),
        ("list",): (3, 1),
        ("list", 0): (4, 5),
        ("list", 1): (5, 5),
        ("list", 1, "two"): (5, 6),
    }
    assert document.place(("list", 1, "gone", "deeper")) == (5, 5), "what is missing is reported at its parent"


def test_lines_of_front_matter_are_counted_from_the_file() -> None:
    assert problems("title: x\ntitle: y\n", line_offset=1) == [
        "f.yaml:3:1: E105 key 'title' stands twice (the first is on line 2)"
    ]


def test_every_equal_key_of_a_file_is_reported_at_once() -> None:
    assert [line.partition(" ")[0] for line in problems("a: 1\na: 2\nb:\n  c: 1\n  c: 2\n")] == ["f.yaml:2:1:", "f.yaml:5:3:"]


def test_an_alias_bomb_is_refused_before_it_grows() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*{f'b{n - 1}' if n else 'a'}, *a]\n" for n in range(60))
    started = time.perf_counter()
    assert problems(bomb) == ["f.yaml:1:4: E101 anchors and aliases are not used in content (write the text out)"]
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize("text", ["[" * 5000 + "]" * 5000, "".join(" " * depth + "a:\n" for depth in range(1500))])
def test_deep_nesting_is_one_line(text: str) -> None:
    found = problems(text)
    assert len(found) == 1
    assert found[0].endswith("E101 nested too deeply")


def test_very_deep_nesting_is_no_hang_and_no_crash() -> None:
    code = "from generator.strict_yaml import read; print(read('f', '{a: ' * 100_000).problems[0])"
    done = subprocess.run(
        [sys.executable, "-c", code], env=Project.environment(), capture_output=True, text=True, timeout=3, check=False
    )
    assert done.returncode == 0
    assert done.stdout.endswith("E101 nested too deeply\n")


def test_a_number_of_any_length_is_read_or_reported() -> None:
    read("f.yaml", "a: " + "9" * 5000)


def test_an_anchor_alone_is_a_mistake() -> None:
    assert problems("a: &x 1\n") == ["f.yaml:1:4: E101 anchors and aliases are not used in content (write the text out)"]


def test_a_standard_tag_is_a_mistake_too() -> None:
    assert problems("a: !!str 12\n")


# The file around the YAML: what editors and other systems leave in it.


@pytest.mark.parametrize("change", [lambda text: b"\xef\xbb\xbf" + text, lambda text: text.replace(b"\n", b"\r\n")])
def test_a_byte_order_mark_and_windows_lines_change_nothing(built: Project, change) -> None:  # type: ignore[no-untyped-def]
    before = built.tree()
    for path in ("content/payers/northfield.yaml", "content/guides/reading-a-denial.md"):
        built.write({path: change((built.root / path).read_bytes())})
    _, done = built.build()
    assert (done.written, done.deleted) == (0, 0)
    assert built.tree() == before


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ("name: x\n".encode("utf-16"), "content/site.yaml:1:1: E109 file is not UTF-8 (byte 0) (save it as UTF-8)"),
        (b"name: caf\xe9\n", "content/site.yaml:1:1: E109 file is not UTF-8 (byte 9) (save it as UTF-8)"),
        (b"x" * 4_000_001, "content/site.yaml:1:1: E109 file is larger than 4 MB (split it)"),
        (b"", "content/site.yaml:1:1: E104 the file must hold keys and values"),
        (b"- a\n- b\n", "content/site.yaml:1:1: E104 the file must hold keys and values"),
    ],
)
def test_a_file_that_is_no_yaml_text_is_one_line(site: Project, data: bytes, line: str) -> None:
    site.write({"content/site.yaml": data})
    assert site.load_problems() == [line]
