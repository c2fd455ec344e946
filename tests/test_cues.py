import pytest
from qa.cues import Cues


@pytest.mark.parametrize(
    ("question", "gives", "does_not"),
    [
        ("Коли збудували міст?", "Міст відкрили 1932 р.", "Міст відкрили восени."),
        ("When was it built?", "It was opened in 1932.", "It was opened in autumn."),
        ("Яким тиражем вийшла книга?", "Надрукували 1000 штук.", "Надрукували небагато."),
        ("Хто збудував міст?", "Його звів інженер Патон.", "Його звели інженери."),
        ("Who built the bridge?", "It was built by Paton.", "It was built by engineers."),
        ("Чому міст упав?", "Опори не витримали, бо піднялася вода.", "Опори не витримали."),
        ("Warum fiel die Brücke?", "Sie fiel, weil das Wasser stieg.", "Sie fiel im Herbst."),
        ("Який завдовжки міст?", "Він має багато опор.", "А який завдовжки цей міст?"),
        ("Де цей міст?", "Він стоїть у місті.", "## Де він стоїть"),
    ],
)
def test_a_sentence_that_gives_what_is_asked_for_is_worth_more(question, gives, does_not):
    cues = Cues(question, question)
    assert cues.worth(gives) > cues.worth(does_not)


def test_what_the_question_names_is_no_answer_to_it():
    cues = Cues("Хто такий Патон, що 1932 року збудував міст?", "Хто такий Патон, що 1932 року збудував міст?")
    assert cues.worth("Той самий Патон.") == 0
    assert cues.worth("Це інженер Євген Патон.") > 0
    number = Cues("Що сталося після 1932 року і коли?", "Що сталося після 1932 року і коли?")
    assert number.worth("У 1932 р. нічого.") == 0
    assert number.worth("У 1933 р. теж нічого.") > 0


def test_so_many_of_what_is_counted_are_worth_more_than_another_number():
    cues = Cues("Скільки років йому загрожує?", "Скільки років йому загрожує?")
    assert cues.worth("Йому дадуть 20 років.") > cues.worth("Він 25-й у списку.") > cues.worth("Його засудять.")


def test_a_question_that_asks_for_none_of_these_has_no_preference():
    cues = Cues("Розкажи про міст", "Розкажи про міст")
    assert cues.worth("Міст відкрив Патон 1932 р., бо так треба.") == 0
