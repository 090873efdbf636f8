"""What a document hangs on its words by a letter or a sign is said with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from chat.ask import Conversation, Desk
from corpus.library import Library
from ingest.ingest import ingest
from tests.chat.saying import honest

PAGE = """<h1>Going home after a hip replacement</h1><h2>Medicines</h2>
<p>Aspirin 150 mg<sup>b</sup> is taken for 35 days<sup>†</sup>. Paracetamol 1 g is taken four times a day.</p>
<p><sup>b</sup> 75 mg if you weigh less than 50 kg.</p><p>† Not after an operation for infection.</p>
<h2>Dressing</h2><p>The dressing stays on for ten days.</p>"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("hip")
    (folder / "hip.html").write_text(PAGE, "utf-8")
    library = Library(Path(folder) / "library")
    ingest(library, [folder / "hip.html"])
    return Desk(library)


def test_a_dose_is_said_with_the_exceptions_that_its_marks_name(desk: Desk) -> None:
    answer = desk.ask("How much aspirin is taken after a hip replacement?", Conversation())
    assert [one.text for one in answer.statements] == [
        "Aspirin 150 mg is taken for 35 days.",
        "b 75 mg if you weigh less than 50 kg.",
        "† Not after an operation for infection.",
    ]
    read = desk._read()
    honest(answer, read.documents, read.passages)


def test_what_has_no_mark_is_said_alone(desk: Desk) -> None:
    answer = desk.ask("How often is paracetamol taken?", Conversation())
    assert [one.text for one in answer.statements] == ["Paracetamol 1 g is taken four times a day."]
