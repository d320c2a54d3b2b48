"""The noun that all readers yield: files known by their content, and items by all names and contents."""

import hashlib

from grader.handin.item import File, Item, Word

A, B = File.of("a.ipynb", b"{}"), File.of("data/b.csv", b"1,2")


def test_a_file_in_memory_says_what_it_holds() -> None:
    assert (A.name, A.size, A.digest, A.read()) == ("a.ipynb", 2, hashlib.sha256(b"{}").hexdigest(), b"{}")
    assert File(A.name, A.size, A.digest, lambda: b"gone") == A  # how it is read makes no difference


def test_items_of_the_same_files_have_one_digest_in_any_order() -> None:
    assert Item("x", files=(A, B)).digest == Item("y", files=(B, A)).digest
    others = [(), (A,), (B,), (A, File.of("data/c.csv", b"1,2")), (A, File.of("data/b.csv", b"1,3"))]
    digests = {Item("x", files=files).digest for files in others}
    assert len(digests | {Item("x", files=(A, B)).digest}) == 6


def test_a_name_that_is_no_text_has_a_digest_too() -> None:
    assert Item("x", files=(File.of("\udcff.ipynb", b""),)).digest


def test_the_servers_word_is_believed_first_and_the_senders_last() -> None:
    assert list(Word) == [Word.SERVER, Word.MAILBOX, Word.SENDER, Word.NONE]
