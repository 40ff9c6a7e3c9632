"""Ids as file names, and where annotations are found."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path, PurePosixPath
from types import SimpleNamespace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader import paths
from reader.paths import annotator_folder, find_annotations, is_scheme, look_for_annotations, mirror, stands_for_scheme

hostile = st.text(st.sampled_from("./\\~%\x00 :*aAé\n\ud800😀")) | st.text()


LONG = "x" * 201
CUT = f"{'x' * 183}~{hashlib.sha256(LONG.encode()).hexdigest()[:16]}"  # what LONG is cut down to


@given(hostile, hostile)
@example(LONG, CUT)
@example("a", "A/../a")
@example("", "%")
@example("", "%25")
@example("~", "%7E")
@example("a//b", "a/%/b")
@example("x" * 500, "x" * 501)
@example("x" * 500 + "/a", "x" * 500 + "/b")
@example(".git", "%2Egit")
def test_two_ids_never_share_a_path(one, other):
    assert (mirror(one) == mirror(other)) == (one == other)


@given(hostile | st.text(min_size=150, max_size=400))
@example("..")
@example("../../etc/passwd")
@example("/etc/passwd")
@example("a/../../b")
@example("")
@example(".")
@example(".hidden")
@example("nul\x00byte")
@example("x" * 500)
@example("é" * 200)
@example("\\\\server\\share")
def test_an_id_never_leads_out_of_its_folder(article_id):
    path = mirror(article_id)
    assert not path.is_absolute()
    assert len(path.parts) == article_id.count("/") + 1
    for part in path.parts:
        assert part not in ("", ".", "..")
        assert not part.startswith(".")
        assert len(part.encode()) <= 200
        assert part.isascii()
        assert part.isprintable()
        assert not set(part) & set('\\/:*?"<>|')


def test_usual_ids_stay_readable():
    assert mirror("seeds/002_dee1cc2d2c4723c5") == PurePosixPath("seeds/002_dee1cc2d2c4723c5")
    assert mirror("2020-03-01 (b)") == PurePosixPath("2020-03-01%20(b)")
    assert annotator_folder("ana") == "ana"
    assert "/" not in annotator_folder("../x")


SCHEME = "# ours\nformat: reader-labels/1\nlabels: []\n"


def project(root: Path, *, scheme: str = SCHEME) -> Path:
    folder = root / "annotations"
    folder.mkdir(parents=True)
    (folder / "labels.yaml").write_text(scheme, "utf-8")
    return folder


@pytest.fixture
def outside(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("outside")


def test_a_scheme_is_known_by_its_format_line(tmp_path):
    assert is_scheme(project(tmp_path) / "labels.yaml")
    (tmp_path / "other.yaml").write_text("labels: [reader-labels/1]\n", "utf-8")
    assert not is_scheme(tmp_path / "other.yaml")
    assert not is_scheme(tmp_path / "missing.yaml")
    (tmp_path / "marked.yaml").write_text("format: reader-labels/1\n", encoding="utf-8-sig")
    assert is_scheme(tmp_path / "marked.yaml")
    assert not is_scheme(tmp_path)


def test_a_pipe_is_no_scheme(tmp_path):
    os.mkfifo(tmp_path / "labels.yaml")
    assert not is_scheme(tmp_path / "labels.yaml")
    assert not stands_for_scheme(tmp_path / "labels.yaml")


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_scheme_is_known_in_every_form_in_which_it_is_read(tmp_path, codec):
    (tmp_path / "labels.yaml").write_bytes((SCHEME + "# é" * 5000).encode(codec))
    assert is_scheme(tmp_path / "labels.yaml")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \n\n",
        b"# to be written\n",
        b"\xff\xfelab",
        b"labels: [caf\xe9]\n",
        b"\0\0",
        b"garbage: [\n",
        b"a: 1\n\tb: 2\n",
    ],
)
def test_a_scheme_that_says_nothing_is_an_accident_and_none_of_another_program(tmp_path, outside, data):
    project(outside)
    folder = project(tmp_path)
    (folder / "labels.yaml").write_bytes(data)
    assert not is_scheme(folder / "labels.yaml")
    assert find_annotations(tmp_path, outside) == folder


def test_the_nearest_folder_upward_from_the_corpus(tmp_path, outside):
    project(tmp_path)
    nearest = project(tmp_path / "work")
    corpus = tmp_path / "work" / "news" / "2020"
    corpus.mkdir(parents=True)
    (corpus / "a.txt").write_text("x", "utf-8")
    assert find_annotations(corpus, outside) == nearest
    assert find_annotations(corpus / "a.txt", outside) == nearest


def test_the_corpus_comes_before_the_working_folder(tmp_path, outside):
    mine, theirs = project(tmp_path), project(outside)
    assert find_annotations(tmp_path, outside) == mine
    assert find_annotations(None, outside) == theirs
    empty = tmp_path / "annotations" / "labels.yaml"
    empty.unlink()
    assert find_annotations(tmp_path, outside) == theirs


def test_a_folder_of_another_program_is_passed_over(tmp_path, outside):
    wanted = project(tmp_path)
    project(tmp_path / "in", scheme="labels: [a]\n")
    assert find_annotations(tmp_path / "in", outside) == wanted


@pytest.mark.parametrize("scheme", ["labels: [a]\n", "format: other/1\nlabels: [a]\n"])
def test_a_folder_that_holds_sheets_of_ours_is_ours_whatever_its_scheme_says(tmp_path, outside, scheme):
    project(outside)
    folder = project(tmp_path, scheme=scheme)
    (folder / "ana" / "news").mkdir(parents=True)
    sheet = folder / "ana" / "news" / "one.yaml"
    sheet.write_text("format: theirs/1\n", "utf-8")
    found = look_for_annotations(tmp_path, outside)
    assert (found.folder, found.passed_over) == (outside / "annotations", (folder,))
    sheet.write_text("format: reader-annotations/1\narticle: news/one\n", "utf-8")
    assert look_for_annotations(tmp_path, outside) == (folder, ())


def test_what_only_our_own_files_may_not_have_is_another_programs(tmp_path, outside):
    folder = project(tmp_path, scheme="%TAG ! tag:a,2000:\n---\na: &x !b {c: 1}\na: *x\n")
    assert look_for_annotations(tmp_path, outside) == (None, (folder,))
    (folder / "labels.yaml").write_text("a: &x !b {c: 1}\na: *x\n", "utf-8")
    assert look_for_annotations(tmp_path, outside) == (None, (folder,))


def test_a_repository_root_ends_the_search(tmp_path, outside):
    project(tmp_path)
    repository = tmp_path / "repository"
    (repository / ".git").mkdir(parents=True)
    (repository / "news").mkdir()
    assert find_annotations(repository / "news", outside) is None
    own = project(repository)
    assert find_annotations(repository / "news", outside) == own


def test_the_home_folder_ends_the_search(tmp_path, outside, monkeypatch):
    project(tmp_path)
    home = tmp_path / "home"
    (home / "news").mkdir(parents=True)
    monkeypatch.setattr(Path, "home", lambda: home)
    assert find_annotations(home / "news", outside) is None
    own = project(home)
    assert find_annotations(home / "news", outside) == own


def test_another_owner_ends_the_search(tmp_path, outside, monkeypatch):
    project(tmp_path)
    news = tmp_path / "news"
    news.mkdir()
    real = Path.stat

    def stat(path, **options):
        result = real(path, **options)
        return SimpleNamespace(st_uid=-1) if path == tmp_path else result

    monkeypatch.setattr(Path, "stat", stat)
    assert find_annotations(news, outside) is None


def test_a_missing_corpus_is_not_searched(tmp_path, outside):
    theirs = project(outside)
    assert find_annotations(tmp_path / "missing" / "deeper", outside) == theirs


def test_the_folders_can_be_moved(tmp_path, monkeypatch):
    monkeypatch.setenv("READER_STATE_DIR", str(tmp_path / "s"))
    monkeypatch.setenv("READER_CACHE_DIR", str(tmp_path / "c"))
    monkeypatch.setenv("READER_CONFIG_DIR", str(tmp_path / "k"))
    assert (paths.state_folder(), paths.cache_folder(), paths.config_folder()) == (
        tmp_path / "s",
        tmp_path / "c",
        tmp_path / "k",
    )


def test_what_comes_with_the_program_is_found():
    assert is_scheme(paths.packaged_scheme())
    assert (paths.keymaps_folder() / "default.yaml").is_file()


def test_a_login_name_is_always_there(monkeypatch):
    def nobody() -> str:
        raise OSError("no such user")

    monkeypatch.setattr(paths.getpass, "getuser", nobody)
    assert paths.login_name() == "annotator"
