"""Which example questions the empty page offers, by answers made by hand."""

from ui.chat.examples import surest


def test_only_questions_that_are_answered_with_confidence_are_offered_the_surest_first(citation, answer):
    asked = [
        ("weak", answer(citation(article_id="a"), confidence=0.54)),
        ("likely", answer(citation(article_id="b"), confidence=0.55)),
        ("refused", answer(status="no_answer", confidence=0.7)),
        ("strong", answer(citation(article_id="c"), confidence=0.9)),
    ]
    assert surest(asked) == ["strong", "likely"]


def test_an_article_gives_one_example(citation, answer):
    asked = [("first", answer(citation(), confidence=0.6)), ("second", answer(citation(), confidence=0.9))]
    assert surest(asked) == ["first"]


def test_no_more_is_asked_once_four_are_answered_for_sure(citation, answer):
    tried = []

    def asking():
        for number, confidence in enumerate((0.8, 0.7, 0.8, 0.79, 0.8, 0.8, 0.99)):
            tried.append(number)
            yield f"question {number}", answer(citation(article_id=str(number)), confidence=confidence)

    assert surest(asking()) == ["question 0", "question 2", "question 4", "question 5"]
    assert tried == [0, 1, 2, 3, 4, 5]


def test_without_confident_answers_there_are_no_examples(answer):
    assert surest([("refused", answer(status="no_answer"))]) == []
    assert surest([]) == []
