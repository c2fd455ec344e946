"""How a run of the tests goes: what comes first, what may be skipped, and what is printed at the end.

Pytest calls the functions without an underscore by their names.
"""

import os
from collections import Counter
from collections.abc import Generator

import pytest

from support.reasons import PUBLIC_SETS, SMALL_DISK

# The files that take longest. A run gives whole files to two processes: with these last, one would wait for the other.
SLOWEST = [
    "test_page.py",
    "test_page_access.py",
    "test_quality.py",
    "test_server.py",
    "test_milvus.py",
    "test_reliability_damage.py",
    "test_reliability_kills.py",
    "test_reliability_changes.py",
    "test_model_convert.py",
    "test_readme.py",
    "test_cli.py",
    "test_evaluation.py",
    "test_interfaces.py",
    "test_reliability_serving.py",
    "test_parsing_pdf.py",
    "test_repair.py",
    "test_read_answers.py",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slowest files first, the others as they were."""
    items.sort(key=lambda item: SLOWEST.index(item.path.name) if item.path.name in SLOWEST else len(SLOWEST))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a test that is skipped for want of something fails, unless CI may go without it."""
    report = yield
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        reason = str(call.excinfo.value) if call.excinfo else "a mark"
        if not may_be_skipped_in_ci(reason):
            report.outcome = "failed"
            report.longrepr = f"This test may not be skipped in CI, but it was: {reason}"
    return report


def may_be_skipped_in_ci(reason: str) -> bool:
    """Whether CI may go without what a test lacks: a right of root's, or the public sets where it says so."""
    without_data = os.environ.get("DZHERELO_WITHOUT_DATA") == "1"
    return reason.startswith(SMALL_DISK) or (without_data and reason.startswith(PUBLIC_SETS))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What the long loops measured, for the README to quote, and what was skipped for want of something."""
    _summarise_figures(terminalreporter)
    _summarise_skipped(terminalreporter)


def _summarise_skipped(terminalreporter: pytest.TerminalReporter) -> None:
    """How many tests were skipped for each reason, the commonest first."""
    reasons = Counter(
        report.longrepr[2].removeprefix("Skipped: ")
        for report in terminalreporter.getreports("skipped")
        if isinstance(report.longrepr, tuple)
    )
    if reasons:
        terminalreporter.section("skipped")
    for reason, count in reasons.most_common():
        terminalreporter.write_line(f"{count:4} {reason}")


def _summarise_figures(terminalreporter: pytest.TerminalReporter) -> None:
    """What the long loops that passed have measured."""
    rows = [
        value
        for report in terminalreporter.getreports("passed")
        for name, value in report.user_properties
        if name == "figure"
    ]
    if rows:
        terminalreporter.section("what was tried, and held")
    for gate, measured in sorted(rows):
        terminalreporter.write_line(f"{gate:4} {measured}")
