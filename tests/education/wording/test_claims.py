"""The guard finds wordings that promise too much, however they are typed, and no honest ones."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from education.wording.claims import (
    LISTS,
    Wordings,
    built_in,
    claims_in,
    is_too_broad,
    parsed,
    same_wording,
    sentence_fingerprint,
)

EN, ES = built_in("en"), built_in("es")


def found(text: str, wordings: Wordings = EN) -> list[str]:
    return [claim.phrase for claim in claims_in(text, wordings)]


class TestPromises:
    @pytest.mark.parametrize(
        ("text", "phrase"),
        [
            ("This cures acne.", "cures"),
            ("A CURE for scars", "cure"),
            ("Results are guaranteed.", "guarantee*"),
            ("There are no side effects.", "no side effects"),
            ("It has no side-effects at all.", "no side effects"),
            ("A side effect free cream", "side-effect free"),
            ("The treatment is risk free.", "risk-free"),
            ("It is completely safe.", "completely safe"),
            ("100% safe", "100% safe"),
            ("It is 100 % safe!", "100% safe"),
            ("A clinically-proven method", "clinically proven"),
            ("An FDA approved product", "FDA-approved"),
            ("A miraculous cream", "miraculous*"),
            ("The latest breakthroughs", "breakthrough*"),
            ("You get permanent results.", "permanent results"),
            ("A painless procedure", "painless*"),
            ("It works for everyone.", "works for everyone"),
            ("You look younger instantly.", "instantly"),
            ("It reverses ageing.", "reverses ageing"),
            ("The best clinic in town", "best"),
        ],
    )
    def test_a_promise_is_found(self, text, phrase):
        assert found(text) == [phrase]

    @pytest.mark.parametrize(
        ("text", "phrase"),
        [
            ("Resultados garantizados", "garantizados"),
            ("SIN EFECTOS SECUNDARIOS", "sin efectos secundarios"),
            ("Una solucion definitiva", "solución definitiva"),
            ("Está clínicamente probado.", "clínicamente probado"),
            ("Cura el acné.", "cura el"),
            ("Es 100 % seguro", "100% seguro"),
            ("El mejor tratamiento", "el mejor tratamiento"),
        ],
    )
    def test_a_promise_in_spanish_is_found(self, text, phrase):
        assert found(text, ES) == [phrase]

    @pytest.mark.parametrize(
        "text",
        [
            "no side-effects",
            "no side‐effects",
            "no side‑effects",
            "no side–effects",
            "no side−effects",
            "no\u00a0side\u202feffects",
            "no side\neffects",
            "no side\r\n  effects",
            "no side\u2028effects",
            "no side \n\n effects",
            "no si\u00adde ef\u200bfec\u2060ts",
            "no side\u00adeffects",
            "ｎｏ ｓｉｄｅ ｅｆｆｅｃｔｓ",
            "n\u0308o side effects",
            "no side effects¹",
            "no side effects™",
            "no side eﬀects",
            "“No side effects”",
            "no side\u2800effects",
            "no side\u034feffects",
        ],
    )
    def test_a_trick_of_typing_does_not_get_past(self, text):
        assert found(text) == ["no side effects"]

    def test_the_longer_of_two_wordings_is_named_once(self):
        assert found("Clinically proven results") == ["clinically proven"]

    def test_each_place_is_found(self):
        text = "It cures acne. It cures scars."
        assert [claim.start for claim in claims_in(text, EN)] == [3, 18]


class TestHonestWords:
    @pytest.mark.parametrize(
        "text",
        [
            "It is not proven.",
            "It has not been approved.",
            "There is no cure.",
            "Creams cannot cure it.",
            "It does not cure acne.",
            "It doesn’t cure acne.",
            "No treatment is risk-free. It is not risk‑free.",
            "Nothing is guaranteed.",
            "There is no guarantee.",
            "There is not enough proof that it works.",
            "There are currently no FDA-approved exosome products.",
            "It is unapproved.",
            "The lamp cures the gel on your nails.",
            "Take only what is approved by your doctor.",
            "A painless lump can be a sign.",
            "Breakthrough bleeding is common.",
            "It is best to wait. What is the best time of day?",
            "Curettage means scraping. Keep it secure. Procure it.",
            "Some scars are permanent.",
            "It does not work for everyone.",
        ],
    )
    def test_they_are_left_alone(self, text):
        assert found(text) == []

    @pytest.mark.parametrize(
        "text",
        [
            "No se ha demostrado que funcione.",
            "No hay garantías.",
            "La cura de la herida se hace cada día.",
            "No está aprobado en España.",
            "La curación de la herida dura dos semanas.",
            "La mejor hora es la noche.",
            "Noté un bulto indoloro.",
        ],
    )
    def test_they_are_left_alone_in_spanish(self, text):
        assert found(text, ES) == []

    def test_a_denial_hides_only_what_is_inside_it(self):
        assert found("There is no cure. We cure it.") == ["cure"]
        assert found("Not proven? It is proven.") == ["proven"]

    def test_a_denial_does_not_reach_over_a_line(self):
        assert found("Does it hurt? No\nCure within a week") == ["cure"]

    def test_a_clinics_own_harmless_wording_hides_a_promise_of_the_portal(self):
        own = Wordings(harmless=("cure of the adhesive",))
        assert found("The cure of the adhesive takes a minute.", EN + own) == []


class TestTheSentence:
    def test_it_is_the_very_text(self):
        text = "First words. It\u00a0is  guaranteed, e.g. for Dr. Example. Last words."
        (claim,) = claims_in(text, EN)
        assert claim.sentence == "It\u00a0is  guaranteed, e.g. for Dr. Example."
        assert claim.words == "guaranteed"
        assert text[claim.start :].startswith("guaranteed")

    def test_a_wording_over_two_lines_brings_both(self):
        (claim,) = claims_in("It has no side\neffects. So it is good.", EN)
        assert claim.sentence == "It has no side\neffects."

    def test_spaces_make_no_other_sentence_but_a_word_does(self):
        one = sentence_fingerprint("It is  proven\u00a0here.")
        assert one == sentence_fingerprint(" It is proven here. ")
        assert one == hashlib.sha256(b"It is proven here.").hexdigest()
        assert one != sentence_fingerprint("It is proven there.")


class TestWordings:
    def test_a_star_stands_for_any_ending_and_nothing_else_does(self):
        own = Wordings(("transform*",))
        assert found("It transforms. A transformation!", own) == ["transform*"] * 2
        assert found("A cured skin", Wordings(("cure",))) == []

    def test_what_looks_like_a_pattern_is_only_text(self):
        assert found("abc. (a+)+$ [x]", Wordings(("a.c", "(a+)+$", "[x]", "***", ""))) == [
            "(a+)+$",
            "[x]",
        ]

    @pytest.mark.parametrize(
        "phrase", ["*", "a*", "ab*", "* *", "is", "!", "no a*", "gu*ar", "*cure"]
    )
    def test_a_wording_that_is_everywhere_is_too_broad(self, phrase):
        assert is_too_broad(phrase)

    @pytest.mark.parametrize("phrase", ["cure", "gua*", "100%", "no side effect*", "niño"])
    def test_a_wording_of_its_own_is_not(self, phrase):
        assert not is_too_broad(phrase)

    def test_the_same_wording_may_be_written_in_several_ways(self):
        assert same_wording("Risk‑Free") == same_wording("risk free") == same_wording(" RISK-FREE ")
        assert same_wording("curación") == same_wording("Curacion")

    def test_a_list_has_comments_promises_and_harmless_wordings(self):
        lines = ["# Why", "", "cure  # a comment", "- no cure", "-not cured"]
        assert parsed(lines) == Wordings(("cure",), ("no cure", "not cured"))

    @pytest.mark.parametrize("language", ["en", "es"])
    def test_the_portals_lists_say_their_source_and_hold_nothing_useless(self, language):
        wordings = built_in(language)
        text = (LISTS / f"{language}.txt").read_text(encoding="utf-8")
        assert "Directive 2001/83/EC" in text
        assert not [phrase for phrase in wordings.promises if is_too_broad(phrase)]
        same = [same_wording(phrase) for phrase in wordings.promises]
        assert len(same) == len(set(same))
        bare = Wordings(wordings.promises)
        assert [phrase for phrase in wordings.harmless if not found(phrase, bare)] == []
        assert [phrase for phrase in wordings.harmless if found(phrase, wordings)] == []
        words = [phrase.replace("*", "") for phrase in wordings.promises]
        assert [phrase for phrase in words if not found(phrase, wordings)] == []

    def test_a_regional_language_has_its_languages_list_and_an_unknown_one_none(self):
        assert built_in("en-gb") == EN and built_in("es-mx") == ES
        assert built_in("xx") == built_in("../en") == built_in("") == Wordings()


class TestAnyText:
    @given(st.text(max_size=200))
    def test_no_text_breaks_it_and_each_claim_stands_where_it_says(self, text):
        for claim in claims_in(text, EN):
            assert claim.sentence in text
            assert claim.words.split()[0] in text[claim.start :]

    @given(st.text(max_size=30), st.text(max_size=30))
    def test_a_promise_between_any_words_is_found(self, before, after):
        words = {claim.phrase for claim in claims_in(f"{before} . guaranteed . {after}", EN)}
        assert "guarantee*" in words

    @given(
        st.lists(
            st.sampled_from(["\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u0301"]),
            min_size=10,
            max_size=10,
        )
    )
    def test_what_cannot_be_seen_hides_no_word(self, unseen):
        text = "".join(map("".join, zip("guaranteed", unseen, strict=True)))
        assert found(text) == ["guarantee*"]

    @given(st.text(max_size=80), st.text(max_size=80))
    def test_any_wording_can_be_looked_for(self, phrase, text):
        for claim in claims_in(text, Wordings((phrase,), (phrase[::-1],))):
            assert claim.phrase == phrase

    @given(st.text(min_size=1, max_size=60))
    def test_a_sentence_of_a_claim_holds_the_claim_again(self, text):
        for claim in claims_in(f"It is proven {text}", EN):
            again = {other.phrase for other in claims_in(claim.sentence, Wordings(EN.promises))}
            assert again

    def test_a_long_text_is_read_in_one_go(self):
        hostile = Wordings(("aaa* aaa* aaa* aaa* aaa*b",))
        assert found("a" * 20_000 + " " + "aaa " * 5_000, hostile) == []
