"""The page's HTTP API, asked by Gradio's own client and as ``curl`` would."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pytest
from gradio_client import Client

from kg.assistant import Assistant
from kg.model import Query
from tests.app.conftest import Server

DRIFT = "which service monitors drift?"


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[Client]:
    opened = Client(server.url, verbose=False)
    yield opened
    opened.close()


def test_the_endpoints_are_these(client: Client):
    """Programs find five endpoints, and none of the page's own events."""
    named = client.view_api(return_format="dict")["named_endpoints"]

    assert set(named) == {"/ask", "/batch", "/facts", "/node", "/path"}


def test_an_answer_is_the_engines_own(client: Client, assistant: Assistant):
    """The API's answer is the JSON of ``kg query --json``."""
    assert client.predict(DRIFT, api_name="/ask") == assistant.ask(Query(question=DRIFT)).model_dump(mode="json")


def test_options_and_history_reach_the_engine(client: Client):
    """Multiple choice and follow-ups work as on the command line."""
    chosen = client.predict(
        "Which service detects data drift?", {"A": "Amazon S3", "B": "Amazon SageMaker Model Monitor"}, api_name="/ask"
    )
    follow = client.predict("and for recall?", history=["What is the formula for precision?"], api_name="/ask")

    assert chosen["choice"] == ["B"]
    assert "False Negatives" in follow["answer"]


def test_a_batch_keeps_its_order(client: Client):
    """Answers come in the order of the questions, with their ids."""
    told = client.predict([{"id": "1", "question": DRIFT}, {"id": "2", "question": ""}], api_name="/batch")

    assert [row["id"] for row in told] == ["1", "2"]
    assert "error" in told[1]


def test_facts_things_and_paths_are_told(client: Client):
    """The other endpoints tell what ``kg facts``, ``kg show`` and ``kg path`` tell."""
    assert {fact["relation"] for fact in client.predict(relation="detects", api_name="/facts")} == {"DETECTS"}
    assert client.predict("monitoring", api_name="/node")["node"]["name"] == "Monitoring"
    assert client.predict("Monitoring", "data drift", api_name="/path")["citations"]


def test_a_mistake_is_one_sentence(client: Client):
    """An unknown thing is told with the closest names."""
    with pytest.raises(Exception, match="no node named"):
        client.predict("the moon", api_name="/node")


def test_it_works_with_curl(server: Server):
    """Two plain requests: one posts the question, one reads the answer."""
    posted = httpx.post(f"{server.url}gradio_api/call/ask", json={"data": [DRIFT, None, None]}).json()
    read = httpx.get(f"{server.url}gradio_api/call/ask/{posted['event_id']}", timeout=30).text
    lines = [line for line in read.splitlines() if line.startswith("data: ")]

    assert "Amazon SageMaker Model Monitor" in json.loads(lines[-1].removeprefix("data: "))[0]["answer"]
