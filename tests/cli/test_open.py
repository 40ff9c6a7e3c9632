"""`reader CORPUS` opens the screen, on a terminal only."""

from __future__ import annotations

import sys
import types

import pytest


@pytest.fixture
def screen(monkeypatch):
    """A terminal, and a screen that only notes what it was opened with."""
    opened = []

    def run_reader(project, **options):
        opened.append((project, options))
        return 7

    fake = types.ModuleType("reader.ui.main")
    fake.run_reader = run_reader
    monkeypatch.setitem(sys.modules, "reader.ui.main", fake)
    monkeypatch.setattr("reader.cli.console.on_a_terminal", lambda: True)
    return opened


@pytest.mark.parametrize(
    "words", [("news",), ("open", "news"), ("--annotator", "ben", "news"), ("news", "--annotator", "ben")]
)
def test_the_command_is_implied(run, screen, words):
    assert run(*words).exit_code == 7
    project, options = screen[0]
    assert project.corpus == "news"
    assert project.annotator == ("ben" if "ben" in words else project.annotator)
    assert (options["article"], options["as_is"], options["keymap"].name) == (None, False, "default")


def test_a_folder_with_a_command_s_name(run, screen, project):
    (project / "clean").mkdir()
    (project / "clean" / "a.txt").write_text("Shells fell on Karsa.")
    assert run("./clean").exit_code == 7
    assert screen[0][0].corpus == "./clean"
    assert run("clean").exit_code == 2


def test_article_and_keymap(run, screen):
    assert run("news", "--article", "news/one", "--keymap", "vim", "--as-is").exit_code == 7
    _, options = screen[0]
    assert (options["article"], options["as_is"], options["keymap"].name) == ("news/one", True, "vim")
    unknown = run("news", "--keymap", "vmi")
    assert unknown.exit_code == 2
    assert "vim" in unknown.stderr


def test_the_theme_is_named_or_set(run, screen, home):
    assert run("news", "--theme", "light").exit_code == 7
    assert run("news").exit_code == 7
    (home / "config").mkdir(exist_ok=True)
    (home / "config/settings.yaml").write_text("format: reader-settings/1\ntheme: high-contrast\n")
    assert run("news").exit_code == 7
    assert run("news", "--theme", "auto", "--keymap", "vim").exit_code == 7
    assert [options["theme"] for _, options in screen] == ["light", "auto", "high-contrast", "auto"]
    unknown = run("news", "--theme", "drak")
    assert unknown.exit_code == 2
    assert "dark" in unknown.stderr


def test_without_a_terminal_it_says_so(run):
    result = run("news")
    assert result.exit_code == 2
    assert "terminal" in result.stderr


@pytest.mark.parametrize("kind", ["labels", "keymap", "settings"])
def test_a_newer_scheme_keymap_or_settings_are_named_and_nothing_is_opened(run, project, home, monkeypatch, kind):
    opened = []
    monkeypatch.setattr("reader.cli.console.on_a_terminal", lambda: True)
    monkeypatch.setattr("reader.session.session.Session.__init__", lambda *words, **more: opened.append(words))
    (home / "config/keymaps").mkdir(parents=True)
    files = {
        "labels": project / "annotations/labels.yaml",
        "keymap": home / "config/keymaps/mine.yaml",
        "settings": home / "config/settings.yaml",
    }
    files["keymap"].write_text("format: reader-keymap/1\nkeys: {}\n")
    files["settings"].write_text("format: reader-settings/1\nkeymap: mine\n")
    files[kind].write_text(files[kind].read_text().replace(f"reader-{kind}/1", f"reader-{kind}/2") + "shiny: new\n")
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    result = run("news")
    assert result.exit_code == 2
    assert "comes from a newer version" in result.stderr
    assert f"reader-{kind}/2, newer than this program knows" in result.stderr
    assert "update the program" in result.stderr
    assert "Traceback" not in result.stderr
    assert opened == []
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


def test_a_newer_scheme_is_none_that_is_guessed_at_in_an_export(run, project):
    scheme = project / "annotations/labels.yaml"
    scheme.write_text(scheme.read_text().replace("reader-labels/1", "reader-labels/2"))
    result = run("export", "news", "--as-is", "-o", "out.jsonl")
    assert result.exit_code == 2
    assert "newer" in result.stderr
    assert not (project / "out.jsonl").exists()


def test_a_newer_sheet_is_left_out_of_an_export_newer_amendments_are_left_aside_and_both_are_said(run, project):
    sheet = project / "annotations/ana/news/one.yaml"
    sheet.write_text(sheet.read_text().replace("reader-annotations/1", "reader-annotations/2"))
    amendments = project / "annotations/corpus/news/two.yaml"
    amendments.parent.mkdir(parents=True)
    amendments.write_text(
        "format: reader-amendments/2\narticle: news/two\ndocument: {path: news/two.txt, sha256: ab}\n"
    )
    result = run("export", "news", "--as-is", "--all")
    assert result.exit_code == 1
    assert "reader-annotations/2, newer" in result.stderr
    assert "reader-amendments/2, newer" in result.stderr
    assert '"spans": [{' not in result.stdout


@pytest.mark.parametrize("kind", ["dumb", "unknown", "", None])
def test_a_terminal_that_cannot_show_a_screen_is_told_so(run, screen, monkeypatch, kind):
    if kind is None:
        monkeypatch.delenv("TERM")
    else:
        monkeypatch.setenv("TERM", kind)
    result = run("news")
    assert result.exit_code == 2
    assert "a screen cannot be shown here" in result.stderr
    assert "TERM" in result.stderr
    assert screen == []
    assert run("clean", "news").exit_code == 0


@pytest.fixture
def broken_settings(home):
    path = home / "config" / "settings.yaml"
    path.parent.mkdir()
    path.write_text("format: reader-settings/1\nanotator: ana\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "words", [("clean", "news"), ("stats", "news"), ("export", "news", "--as-is", "-o", "-")], ids=" ".join
)
def test_broken_settings_hold_up_nothing_that_does_not_need_them(run, broken_settings, words):
    result = run(*words)
    assert result.stdout
    assert f"{broken_settings}:2:" in result.stderr
    assert result.exit_code == 0


@pytest.mark.parametrize(
    "words", [("news",), ("where", "news"), ("entities", "news"), ("prepare", "news")], ids=" ".join
)
def test_broken_settings_are_refused_where_they_name_the_annotator_or_the_finder(run, screen, broken_settings, words):
    result = run(*words)
    assert f"{broken_settings}:2:" in result.stderr
    assert (result.exit_code, screen) == (2, [])


def test_no_tag_goes_into_the_folder_of_another_program(run, screen, project):
    (project / "there" / "annotations").mkdir(parents=True)
    (project / "there" / "annotations" / "labels.yaml").write_text("a: b\n")
    (project / "annotations" / "labels.yaml").unlink()
    (project / "there" / "one.txt").write_text("Shells fell on Karsa.")
    assert run("there").exit_code == 7  # the folder in the working folder is free
    (project / "annotations" / "ana" / "news" / "one.yaml").unlink()
    (project / "annotations" / "labels.yaml").write_text("a: b\n")
    result = run("there")
    assert result.exit_code == 2
    assert "another program's" in result.stderr
    assert "--annotations DIR" in result.stderr
    assert len(screen) == 1
