"""What was written is read again, line by line or as a whole; a file that holds something else is told."""

import pytest
from exchange_samples import truce
from msgspec.structs import replace

from reader.exchange import reading_back
from reader.exchange.destination import Destination
from reader.exchange.format import ExportError, WriteOptions, format_named
from reader.labels import Scheme


def records(count):
    record = truce()
    return [replace(record, about=replace(record.about, id=f"news/{number}")) for number in range(count)]


@pytest.fixture(params=["jsonl", "w3c"], ids=["by line", "as a whole"])
def written(request, tmp_path):
    """Writes some records and yields what was read back of others, which is what the export thinks that it wrote."""
    format = format_named(request.param)

    def write(there, thought):
        destination = Destination(tmp_path / "out", folder=False)
        place = destination.place("", format.suffix)
        writer = format.writer(place, WriteOptions(Scheme(())))
        back = reading_back.reading_back(place, format)
        found = []
        try:
            for record in there:
                writer.add(record)
            for record in thought:
                found += back.add(record)
            writer.finish()
            found += back.rest()
        finally:
            writer.close()
            back.close()
            destination.close()
        return found

    return write


@pytest.mark.parametrize("count", [0, 1, 16, 40])
def test_each_record_is_read_back_once_and_in_order(written, count):
    found = written(records(count), records(count))
    assert [read.incoming.id for read in found] == [f"news/{number}" for number in range(count)]


def test_a_record_that_came_back_as_it_was_has_no_losses(written):
    (read,) = written(records(1), [truce_with(about_id="news/0")])
    assert read.record is None
    assert read.losses == []


def truce_with(about_id, **parts):
    record = truce()
    return replace(record, about=replace(record.about, id=about_id), **parts)


def test_what_is_not_there_is_a_loss(written):
    whole = truce_with("news/0")
    (read,) = written([replace(whole, tags=whole.tags[1:], links=())], [whole])
    assert read.record == whole
    assert whole.tags[0].id in {loss.tag for loss in read.losses}


def test_records_that_are_missing_are_no_export(written):
    with pytest.raises(ExportError, match="20 records were written, 19 read back"):
        written(records(19), records(20))


def test_records_too_many_are_no_export(written):
    with pytest.raises(ExportError, match="19 records were written, more read back"):
        written(records(20), records(19))


def test_records_of_other_articles_are_no_export(written):
    with pytest.raises(ExportError, match="record 1 is of 'news/1'; of 'news/0'"):
        written(records(2), records(2)[::-1])


def test_lines_are_read_before_the_file_is_whole(tmp_path):
    format = format_named("jsonl")
    destination = Destination(tmp_path / "out", folder=False)
    place = destination.place("", format.suffix)
    writer = format.writer(place, WriteOptions(Scheme(())))
    back = reading_back.reading_back(place, format)
    found = []
    for record in records(50):
        writer.add(record)
        found += back.add(record)
    assert len(found) == 48
    destination.close()
