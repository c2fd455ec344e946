"""The commands that search the article texts directly: `verify` checks a draft, `mentions` lists mentions of a term.

Neither needs the encoder or the reader.
"""

from ui.corpus.draft_file import read_draft

from . import archive_report, terminal
from .app import app
from .language import wrong_usage
from .options import DEFAULT_INDEX, Csv, Draft, Exact, Index, Json, Language, Since, Term, Until, Where
from .pairs import read_pairs
from .store_options import Store, Uri, uri_of


@app.command()
def verify(
    draft: Draft,
    index: Index = DEFAULT_INDEX,
    store: Store = None,
    uri: Uri = None,
    json: Json = False,
) -> None:
    """Check every quotation of a draft against the articles: exact, altered, from another source, or not found."""
    from index.stores import open_store
    from qa.verification import check_draft

    text = read_draft(draft)
    with open_store(index, uri_of(store, uri)) as opened:
        checked = check_draft(opened.generation(), text)
    if json:
        terminal.print_json(checked)
    else:
        archive_report.print_draft_check(checked)


@app.command()
def mentions(
    term: Term,
    index: Index = DEFAULT_INDEX,
    since: Since = None,
    until: Until = None,
    language: Language = None,
    where: Where = None,
    exact: Exact = False,
    csv: Csv = False,
    store: Store = None,
    uri: Uri = None,
    json: Json = False,
) -> None:
    """List every mention of a term, newest first, with exact counts by year and by source."""
    from index.stores import open_store
    from qa.arguments import read_filter
    from qa.mentions import find_mentions

    if csv and json:
        raise wrong_usage("--csv and --json cannot be combined")
    wanted = read_filter(since, until, language, read_pairs("--where", where))
    with open_store(index, uri_of(store, uri)) as opened:
        found = find_mentions(opened.generation(), term, wanted, exact)
    if json:
        terminal.print_json(found)
    elif csv:
        archive_report.print_csv(found)
    else:
        archive_report.print_mentions(found)
