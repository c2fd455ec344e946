"""A load test of the page: many people, each with a question every few seconds, on the real server.

    python benchmarks/serving_load.py INDEX [--people 20] [--every 2] [--seconds 60]

Everybody asks all questions of corpus/questions.jsonl, in an order of their own, each as a conversation of its own. Who
waits longer than `--every` asks again as soon as the answer is there. Printed are the share of questions that were
refused at once because the page was busy, and the seconds that the others took: those that somebody asked for the first
time, and those that somebody had asked before, whose answer is remembered.
"""

import argparse
import asyncio
import json
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import numpy as np

ROOT = Path(__file__).parents[1]
BUSY = 503


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: how long the response took, its status, and whether somebody had asked the same before."""

    seconds: float
    status: int
    again: bool


@contextmanager
def served(index: Path) -> Iterator[str]:
    """The address of the page, served by a process of its own until the block ends."""
    command = [sys.executable, "-m", "dzherelo", "serve", "--read-only", "--port", "0", "--index", str(index)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            found = re.search(r"http://\S+", process.stdout.readline() if process.stdout else "")
            if found is None:
                raise SystemExit(f"the page of {index} is not served; build the index: dzherelo build corpus")
            yield found.group()
        finally:
            process.send_signal(signal.SIGINT)


async def ask_until(
    end: float, every: float, client: httpx.AsyncClient, order: list[str], said: set[str]
) -> list[Asked]:
    """Ask these questions one after another until the time `end`, as one person; `said` are those of everybody."""
    asked = []
    for question in order:
        begun = time.monotonic()
        if begun > end:
            break
        again = question in said
        said.add(question)
        response = await client.post("/-/ask", json={"question": question})
        asked.append(Asked(time.monotonic() - begun, response.status_code, again))
        await asyncio.sleep(max(0.0, begun + every - time.monotonic()))
    return asked


async def crowd(url: str, questions: list[str], people: int, every: float, seconds: float) -> list[Asked]:
    """What all of these people asked within so many seconds; they begin one after another, evenly spread."""
    said: set[str] = set()
    end = time.monotonic() + seconds
    async with httpx.AsyncClient(base_url=url, timeout=120, limits=httpx.Limits(max_connections=people)) as client:

        async def person(number: int) -> list[Asked]:
            order = random.Random(number).sample(questions, len(questions))
            await asyncio.sleep(every * number / people)
            return await ask_until(end, every, client, order, said)

        return [each for asked in await asyncio.gather(*map(person, range(people))) for each in asked]


def row(name: str, asked: list[Asked]) -> str:
    """One row of a table: name, number of questions, p50, p95 and longest in seconds, share that was refused."""
    taken = [each.seconds for each in asked if each.status != BUSY] or [float("nan")]
    busy = sum(each.status == BUSY for each in asked) / max(1, len(asked))
    p50, p95, longest = np.percentile(taken, [50, 95, 100])
    return f"| {name} | {len(asked)} | {p50:.3f} | {p95:.3f} | {longest:.3f} | {busy:.1%} |"


def main() -> None:
    """Serve the page, let people ask, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--every", type=float, default=2.0)
    parser.add_argument("--seconds", type=float, default=60.0)
    given = parser.parse_args()
    lines = (ROOT / "corpus/questions.jsonl").read_text("utf-8").splitlines()
    questions = list(dict.fromkeys(json.loads(line)["question"] for line in lines))
    with served(given.index) as url:
        asked = asyncio.run(crowd(url, questions, given.people, given.every, given.seconds))
    failed = sorted({each.status for each in asked} - {200, BUSY})
    print(f"{given.people} people, every {given.every:g} s, {given.seconds:g} s; {len(questions)} questions")
    print("| | asked | p50 s | p95 s | longest s | busy |\n|---|---|---|---|---|---|")
    print(row("all", asked))
    print(row("for the first time", [each for each in asked if not each.again]))
    print(row("again", [each for each in asked if each.again]))
    if failed:
        raise SystemExit(f"other statuses than 200 and {BUSY}: {failed}")


if __name__ == "__main__":
    main()
