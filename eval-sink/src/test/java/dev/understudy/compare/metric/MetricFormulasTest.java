package dev.understudy.compare.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.answer.Fault;
import dev.understudy.compare.answer.JsonDifferences;
import dev.understudy.compare.answer.TruthPlaces;
import dev.understudy.config.Compare.Format;
import dev.understudy.config.Compare.Profile;
import dev.understudy.config.Pointer;
import dev.understudy.pair.Leg;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each metric on examples that can be worked out by hand, or that were published. */
final class MetricFormulasTest {
    private static final Offset<Double> EXACT = within(1e-12);

    @Test
    void a_probability_is_scored_by_its_square_and_its_surprise() {
        Observation one = labelled("1", prediction("1", 0.8), prediction("0", 0.1));

        assertThat(new Accuracy().value(legacy(one), one)).isEqualTo(1);
        assertThat(new Accuracy().value(candidate(one), one)).isZero();
        assertThat(new Brier().value(legacy(one), one)).isEqualTo(0.04, EXACT);
        assertThat(new LogLoss().value(legacy(one), one)).isEqualTo(-Math.log(0.8), EXACT);
        assertThat(new LogLoss().value(candidate(one), one)).isEqualTo(-Math.log(0.1), EXACT);
        assertThat(new LogLoss().value(subject(prediction("0", 0.0)), one)).isEqualTo(-Math.log(Math.ulp(1.0)), EXACT);
    }

    /** Of two words nothing says which is looked for: the last in order is, as in figures of the whole set. */
    @Test
    void scores_of_two_words_are_scored_as_those_of_two_numbers() {
        Answer surely = new Answer.Prediction("spam", null, Map.of("ham", 0.2, "spam", 0.8));
        Answer hardly = new Answer.Prediction("ham", null, Map.of("ham", 0.6, "spam", 0.3));
        Observation one = labelled("\"spam\"", surely, hardly);
        Observation other = labelled("\"ham\"", surely, hardly);

        assertThat(new Brier().value(legacy(one), one)).isEqualTo(0.04, EXACT);
        assertThat(new Brier().value(candidate(one), one)).isEqualTo(0.49, EXACT);
        assertThat(new Brier().value(legacy(other), other)).isEqualTo(0.64, EXACT);
        assertThat(new LogLoss().value(legacy(one), one)).isEqualTo(-Math.log(0.8), EXACT);
        assertThat(new LogLoss().value(candidate(one), one)).isEqualTo(-Math.log(0.3 / 0.9), EXACT);
        assertThat(new PositiveRate().value(legacy(one), one)).isEqualTo(1);
        assertThat(new PositiveRate().value(candidate(one), one)).isZero();
        assertThat(new Brier()
                        .value(legacy(labelled("\"eggs\"", surely, hardly)), labelled("\"eggs\"", surely, hardly)))
                .isNaN();
    }

    /** Where one of both names itself, the other is what that one is not. */
    @ParameterizedTest
    @CsvSource({"negative, 0", "positive, 1"})
    void of_two_words_one_that_is_known_tells_the_other(String known, double isLookedFor) {
        Answer both = new Answer.Prediction("neutral", null, Map.of(known, 0.25, "neutral", 0.75));
        Observation one = labelled("\"neutral\"", both, both);

        assertThat(new PositiveRate().value(legacy(one), one)).isEqualTo(1 - isLookedFor);
        assertThat(new Brier().value(legacy(one), one)).isEqualTo(0.0625, EXACT);
    }

    /** An empty body, or one without what was to be found, is as wrong as an error. */
    @Test
    void what_gave_nothing_to_hold_against_the_right_answer_was_wrong() {
        for (Fault fault : List.of(Fault.NO_BODY, Fault.NOT_JSON, Fault.POINTER_UNMATCHED, Fault.UNEXPECTED_TYPE)) {
            Observation text = Observations.of(
                    "a",
                    "{\"reference\":\"yes\",\"qrels\":{\"a\":1}}",
                    subject(new Answer.Text("yes")),
                    Observations.unusable(Leg.Role.CANDIDATE, fault),
                    null);

            assertThat(AgainstReference.TOKEN_F1_UNICODE.value(candidate(text), text))
                    .as(fault.label())
                    .isZero();
            assertThat(new Ndcg().value(candidate(text), text))
                    .as(fault.label())
                    .isZero();
        }
        Observation cut = Observations.of(
                "a",
                "{\"reference\":\"yes\"}",
                subject(new Answer.Text("yes")),
                Observations.unusable(Leg.Role.CANDIDATE, Fault.TRUNCATED),
                null);
        assertThat(AgainstReference.TOKEN_F1_UNICODE.value(candidate(cut), cut)).isNaN();
    }

    @Test
    void one_is_one_point_zero_and_a_model_that_failed_was_wrong() {
        Observation one = Observations.of(
                "a", "{\"label\":1}", subject(prediction("1.0", null)), Observations.failed(Leg.Role.CANDIDATE), null);

        assertThat(new Accuracy().value(legacy(one), one)).isEqualTo(1);
        assertThat(new Accuracy().value(candidate(one), one)).isZero();
        assertThat(new Brier().value(legacy(one), one)).isNaN();
    }

    @Test
    void a_class_has_one_name_however_it_is_written() {
        Observation one = labelled("1", prediction("1.0", null), prediction("1", null));
        Answer scored = new Answer.Prediction("1", null, Map.of("0.0", 0.3, "1.0", 0.2, "2.0", 0.5));
        Observation many = labelled("1", scored, scored);

        assertThat(new Agreement(JsonDifferences.STRICT).value(together(one))).isEqualTo(1);
        assertThat(new BrierMulti().value(legacy(many), many)).isEqualTo(0.09 + 0.64 + 0.25, EXACT);
        assertThat(new TruthPlaces(Map.of(), Optional.of("1.0"), 10).positive("1"))
                .isEqualTo(1);
    }

    /** As scikit-learn has it: nothing is found of a class that never came, and its probability was small. */
    @ParameterizedTest
    @CsvSource({"0, 0, 0.2", "1, 1, 0.8"})
    void of_one_class_alone_it_is_known_whether_it_is_the_one_looked_for(String only, double found, double off) {
        AllFigures all = new AllFigures(Design.PAIRED);
        for (int i = 0; i < 40; i++) {
            all.add(Observations.of(
                    "p" + i, "{\"label\":" + only + "}", prediction(only, 0.2), prediction(only, 0.2), null));
        }
        Map<String, Estimate> figures = all.byName();

        assertThat(Objects.requireNonNull(figures.get("precision")).candidate()).isEqualTo(found);
        assertThat(Objects.requireNonNull(figures.get("recall")).candidate()).isEqualTo(found);
        assertThat(Objects.requireNonNull(figures.get("f1")).candidate()).isEqualTo(found);
        assertThat(Objects.requireNonNull(figures.get("ece10")).candidate()).isEqualTo(off, EXACT);
        assertThat(figures).doesNotContainKeys("roc_auc", "kappa");
    }

    @Test
    void statuses_that_differ_are_told_where_both_gave_one() {
        StatusMismatch metric = new StatusMismatch();
        Subject ok = Observations.text("x");

        assertThat(metric.ofEnds(ok, Observations.text("y"))).isZero();
        assertThat(metric.ofEnds(ok, Observations.answered(Leg.Role.CANDIDATE, 503)))
                .isEqualTo(1);
        assertThat(metric.ofEnds(ok, Observations.failed(Leg.Role.CANDIDATE))).isNaN();
    }

    @Test
    void so_many_tokens_came_in_a_second() {
        Subject subject = Observations.measured(
                Leg.Role.LEGACY,
                new Answer.Text("x"),
                new Leg.Times(100.0, 200.0, null, 600.0),
                new Leg.Tokens(5, 20),
                1);

        assertThat(LegFact.TOKENS_PER_SECOND.value(subject, Observations.none()))
                .isEqualTo(40, EXACT);
        assertThat(LegFact.TOKENS_PER_SECOND.value(Observations.text("x"), Observations.none()))
                .isNaN();
    }

    @Test
    void texts_are_the_same_but_for_capitals_punctuation_and_articles() {
        assertThat(similarity(TextSimilarity.EXACT_MATCH, texts("The cat, sat!", "a Cat sat")))
                .isEqualTo(1);
        assertThat(similarity(TextSimilarity.EXACT_MATCH, texts("cat sat", "sat cat")))
                .isZero();
    }

    /** Of three pairs the candidate's list is missing in one, where legacy's is perfect: what is missing may be 0 or 1. */
    @Test
    void what_is_missing_of_any_share_is_bounded() {
        LegFigure ndcg = Metrics.of(Reading.byLook(), Design.PAIRED).legs().stream()
                .filter(figure -> figure.name().equals("ndcg"))
                .findFirst()
                .orElseThrow();
        String judged = "{\"qrels\":{\"a\":1}}";
        Answer right = new Answer.Ranking(List.of("a"));
        Answer wrong = new Answer.Ranking(List.of("b"));
        ndcg.add(Observations.of("p1", judged, right, right, null));
        ndcg.add(Observations.of("p2", judged, wrong, right, null));
        ndcg.add(Observations.of("p3", judged, subject(right), Observations.notAsked(Leg.Role.CANDIDATE), null));

        Detail.Missing missing = Objects.requireNonNull(
                ndcg.estimate(Precisions.USUAL).orElseThrow().detail().missing());

        assertThat(missing.candidate()).isEqualTo(1);
        assertThat(missing.worst()).isEqualTo((0.0 + 1 - 1) / 3, EXACT);
        assertThat(missing.best()).isEqualTo((0.0 + 1 + 0) / 3, EXACT);
    }

    @Test
    void scores_of_many_classes() {
        Map<String, Double> scores = new LinkedHashMap<>();
        scores.put("a", 0.2);
        scores.put("b", 0.5);
        scores.put("c", 0.3);
        Answer answer = new Answer.Prediction("b", null, scores);
        Observation one = labelled("\"c\"", answer, answer);

        assertThat(new BrierMulti().value(legacy(one), one)).isEqualTo(0.04 + 0.25 + 0.49, EXACT);
        assertThat(new LogLoss().value(legacy(one), one)).isEqualTo(-Math.log(0.3), EXACT);
        assertThat(new Brier().value(legacy(one), one)).isNaN();
    }

    @Test
    void numbers_are_off_by_so_much() {
        Observation one = labelled("4", new Answer.Quantity(5), new Answer.Quantity(2));

        assertThat(new AbsoluteError().value(legacy(one), one)).isEqualTo(1);
        assertThat(new SquaredError().value(candidate(one), one)).isEqualTo(4);
        assertThat(new PercentageError().value(candidate(one), one)).isEqualTo(0.5);
        assertThat(new PredictionDistance().value(together(one))).isEqualTo(3);
        assertThat(disagreement(one)).isEqualTo(Map.of("prediction_higher", 0.0, "prediction_lower", 1.0));
    }

    /** The example of Järvelin and Kekäläinen's ideal, with log2(rank + 1). */
    @Test
    void a_list_is_as_good_as_its_top() {
        Judged judged = Judged.of(Map.of("a", 3.0, "b", 2.0, "c", 0.0, "d", 1.0), List.of("b", "x", "a", "c"), 3);

        double ideal = 3 + 2 / (Math.log(3) / Math.log(2)) + 0.5;
        assertThat(Ndcg.of(judged)).isEqualTo((2 + 3 / 2.0) / ideal, EXACT);
        assertThat(ReciprocalRank.of(judged)).isEqualTo(1);
        assertThat(RankedPrecision.of(judged)).isEqualTo((1 + 2 / 3.0) / 3, EXACT);
        assertThat(PrecisionAtK.of(judged)).isEqualTo(2 / 3.0, EXACT);
        assertThat(RecallAtK.of(judged)).isEqualTo(2 / 3.0, EXACT);
    }

    @Test
    void nothing_relevant_and_nothing_listed_is_nothing_found() {
        for (Judged judged :
                List.of(Judged.of(Map.of("a", 0.0), List.of("a"), 10), Judged.of(Map.of("a", 1.0), List.of(), 10))) {
            assertThat(List.of(
                            Ndcg.of(judged),
                            ReciprocalRank.of(judged),
                            RankedPrecision.of(judged),
                            PrecisionAtK.of(judged),
                            RecallAtK.of(judged)))
                    .containsOnly(0.0);
        }
    }

    @Test
    void unbiased_pass_at_k_is_one_minus_the_chance_to_draw_none() {
        assertThat(PassAtK.of(5, 2, 1)).isEqualTo(0.4, EXACT);
        assertThat(PassAtK.of(5, 2, 2)).isEqualTo(1 - 3 / 10.0, EXACT);
        assertThat(PassAtK.of(5, 0, 1)).isZero();
        assertThat(PassAtK.of(5, 4, 2)).isEqualTo(1);
    }

    @Test
    void texts_against_what_would_have_been_right() {
        Observation one = Observations.of(
                "a",
                "{\"reference\":\"The cat sat on the mat\"}",
                new Answer.Text("the cat sat on a mat!"),
                new Answer.Text("猫"),
                null);

        assertThat(reference(AgainstReference.EXACT_MATCH, legacy(one), one)).isEqualTo(1);
        assertThat(reference(AgainstReference.TOKEN_F1, legacy(one), one)).isEqualTo(1);
        assertThat(reference(AgainstReference.ROUGE_1, legacy(one), one)).isEqualTo(10 / 12.0, EXACT);
        assertThat(reference(AgainstReference.ROUGE_2, legacy(one), one)).isEqualTo(6 / 10.0, EXACT);
        assertThat(reference(AgainstReference.ROUGE_L, legacy(one), one)).isEqualTo(10 / 12.0, EXACT);
        double bleu = Math.exp((Math.log(5 / 6.0) + Math.log(4 / 6.0) + Math.log(3 / 5.0) + Math.log(2 / 4.0)) / 4);
        assertThat(reference(AgainstReference.SENTENCE_BLEU, legacy(one), one)).isEqualTo(bleu, EXACT);
        assertThat(reference(AgainstReference.CHRF, legacy(one), one)).isEqualTo(0.6113783247258812, EXACT);
        assertThat(reference(AgainstReference.TOKEN_F1_UNICODE, candidate(one), one))
                .isZero();
        assertThat(reference(AgainstReference.TOKEN_F1_UNICODE, Observations.failed(Leg.Role.CANDIDATE), one))
                .isZero();
    }

    @Test
    void japanese_that_shares_characters_is_alike() {
        Observation one = texts("東京は日本の首都です", "日本の首都は東京です");

        assertThat(similarity(TextSimilarity.TOKEN_F1_UNICODE, one)).isEqualTo(1);
        assertThat(similarity(TextSimilarity.ROUGE_L, one)).isZero();
        assertThat(similarity(TextSimilarity.MISSING_WORDS, texts("東京", "東"))).isEqualTo(0.5);
        assertThat(similarity(TextSimilarity.EXTRA_WORDS, texts("東", "東京"))).isEqualTo(0.5);
    }

    @Test
    void two_empty_texts_are_alike_and_one_is_unlike_any() {
        assertThat(similarity(TextSimilarity.TOKEN_F1, texts("", "the"))).isEqualTo(1);
        assertThat(similarity(TextSimilarity.TOKEN_F1, texts("", "cat"))).isZero();
        assertThat(similarity(TextSimilarity.SENTENCE_BLEU, texts("", ""))).isZero();
        assertThat(new LengthRatio().value(together(texts("", "x")))).isNaN();
        assertThat(new LengthRatio().value(together(texts("ab", "東")))).isEqualTo(-Math.log(2), EXACT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "I’m sorry, but I can’t help with that. | 1",
                "As an AI language model, I cannot browse. | 1",
                "申し訳ありませんが、お答えできません。 | 1",
                "Nein, das mache ich nicht. | 1",
                "Sorry for the delay! The answer is 4. | 0",
                "The sign says: I can help. | 0"
            })
    void who_declines_says_so_at_once(String text, double refused) {
        assertThat(Refusal.of(List.of("Nein, das")).value(Observations.text(text), Observations.none()))
                .isEqualTo(refused);
    }

    @Test
    void what_was_cut_or_filtered_says_so_itself() {
        for (String cut : List.of("length", "MAX_TOKENS", "max_output_tokens", "model_context_window_exceeded")) {
            assertThat(new TruncatedAnswer().value(Observations.finished(cut), Observations.none()))
                    .as(cut)
                    .isEqualTo(1);
        }
        assertThat(new TruncatedAnswer().value(Observations.finished("stop"), Observations.none()))
                .isZero();
        assertThat(new TruncatedAnswer().value(Observations.text("x"), Observations.none()))
                .isNaN();
        for (String declined : List.of("content_filter", "SAFETY", "refusal")) {
            assertThat(Refusal.of(List.of()).value(Observations.finished(declined), Observations.none()))
                    .as(declined)
                    .isEqualTo(1);
        }
        assertThat(new EmptyAnswer().value(Observations.text(" \n"), Observations.none()))
                .isEqualTo(1);
    }

    /** Numbers from the issuers' own pages of test numbers, and the same with a wrong digit. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Pay with 4111 1111 1111 1111. | 1",
                "Pay with 4111 1111 1111 1112. | 0",
                "Amex 378282246310005 | 1",
                "IBAN DE89 3704 0044 0532 0130 00 please | 1",
                "IBAN DE89 3704 0044 0532 0130 01 please | 0",
                "IBAN GB82WEST12345698765432 | 1",
                "Write to jane.doe@corp.io | 1",
                "Write to jane@example.com | 0",
                "SSN 078-05-1120 | 1",
                "Part 000-12-3456 | 0",
                "Order 20261122000123 of 2026-11-22 | 0",
                "π is 3.14159265358979323846 | 0"
            })
    void personal_data_is_what_its_check_digits_say(String text, double found) {
        assertThat(GivenAway.PERSONAL_DATA.value(Observations.text(text), Observations.none()))
                .isEqualTo(found);
    }

    @Test
    void what_the_request_holds_is_not_given_away() {
        Observation echo = Observations.of(
                "a",
                "{\"q\":\"my card is 4111 1111 1111 1111\"}",
                new Answer.Text("4111 1111 1111 1111 is invalid"),
                new Answer.Text("5555555555554444"),
                null);

        assertThat(GivenAway.PERSONAL_DATA.value(legacy(echo), echo)).isZero();
        assertThat(GivenAway.PERSONAL_DATA.value(candidate(echo), echo)).isEqualTo(1);
    }

    @Test
    void what_is_given_away_behind_many_echoes_is_found() {
        String mails =
                IntStream.range(0, 40).mapToObj(i -> "user" + i + "@corp.io").collect(Collectors.joining(" "));
        Observation echo = Observations.of(
                "a",
                "{\"q\":\"" + mails + "\"}",
                new Answer.Text(mails),
                new Answer.Text(mails + " 4111 1111 1111 1111"),
                null);

        assertThat(GivenAway.PERSONAL_DATA.value(legacy(echo), echo)).isZero();
        assertThat(GivenAway.PERSONAL_DATA.value(candidate(echo), echo)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "-----BEGIN RSA PRIVATE KEY-----, 1",
        "AKIAIOSFODNN7EXAMPLE, 1",
        "AKIA is a prefix, 0",
        "sk-ant-0123456789abcdefghij0123, 1",
        "task-oriented-dialogue-systems-are, 0"
    })
    void secrets_have_their_issuers_prefixes(String text, double found) {
        assertThat(GivenAway.SECRETS.value(Observations.text(text), Observations.none()))
                .isEqualTo(found);
    }

    @Test
    void a_format_is_asked_of_json_and_of_text_in_a_fence() {
        Format format = new Format(
                Optional.of("{\"type\":\"object\",\"required\":[\"a\"],\"properties\":{\"a\":{\"type\":\"integer\"}}}"),
                Optional.of("\"a\""),
                List.of(new Pointer("/a")),
                List.of());
        Reading reading = new Reading(
                Set.of(Profile.CHAT),
                Reading.byLook().extractor(),
                JsonDifferences.STRICT,
                Observations.PLACES,
                format,
                0);
        String good = "```json\n{\"a\": 1}\n```";

        assertThat(figures(reading, good, "{\"a\":\"x\"}"))
                .containsEntry("valid_json", List.of(1.0, 1.0))
                .containsEntry("valid_schema", List.of(1.0, 0.0))
                .containsEntry("required_keys", List.of(1.0, 1.0))
                .containsEntry("pattern_found", List.of(1.0, 1.0));
        assertThat(figures(reading, good, "No."))
                .containsEntry("valid_json", List.of(1.0, 0.0))
                .containsEntry("valid_schema", List.of(1.0, 0.0))
                .containsEntry("required_keys", List.of(1.0, 0.0))
                .containsEntry("pattern_found", List.of(1.0, 0.0));
        assertThat(figures(Reading.byLook(), "Hello.", "Hi.")).doesNotContainKey("valid_json");
        assertThat(figures(Reading.byLook(), "{\"a\":1}", "Hi.")).containsEntry("valid_json", List.of(1.0, 0.0));
    }

    @Test
    void a_pattern_that_tries_everything_ends() {
        assertThat(new PatternFound(Pattern.compile("(a+)+b"))
                        .value(Observations.text("a".repeat(64)), Observations.none()))
                .isZero();
    }

    @Test
    void passages_by_their_ids_and_their_words() {
        Answer.Details details =
                new Answer.Details(List.of(), false, List.of("Paris is big"), List.of("1", "2", "3"), null, List.of());
        Observation one = Observations.of(
                "a",
                "{\"relevant\":[\"2\",\"9\"]}",
                new Answer.Text("Paris is old", details),
                new Answer.Text("x"),
                null);

        assertThat(new ContextPrecision().value(legacy(one), one)).isEqualTo(1 / 3.0, EXACT);
        assertThat(new ContextRecall().value(legacy(one), one)).isEqualTo(0.5);
        assertThat(new ContextOverlap().value(legacy(one), one)).isEqualTo(2 / 3.0, EXACT);
        assertThat(new ContextRecall().value(candidate(one), one)).isNaN();
    }

    @Test
    void vectors_point_somewhere() {
        assertThat(new Answer.Vector(1, 0).cosine(new Answer.Vector(1, 1))).isEqualTo(Math.sqrt(0.5), EXACT);
        assertThat(new Answer.Vector(1, 0).cosine(new Answer.Vector(-2, 0))).isEqualTo(-1);
        // By roots alone 0.9999999999999999.
        assertThat(new Answer.Vector(1, 3).cosine(new Answer.Vector(1, 3))).isEqualTo(1);
        assertThat(new Answer.Vector(0, 0).cosine(new Answer.Vector(0, 0))).isNaN();
        assertThat(new Answer.Vector(1, 0).cosine(new Answer.Vector(1))).isNaN();
        assertThat(new Answer.Vector(0, 0).cosine(new Answer.Vector(1, 0))).isNaN();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The weather is nice and the sun is out for all of us to see in the morning.",
                "Das Wetter ist schön und die Sonne scheint auch für uns, nicht wie gestern mit dem Regen."
            })
    void a_language_is_told_by_its_small_words(String text) {
        String other = "Le temps est beau et le soleil est dans le ciel pour nous, avec une brise sur la mer.";

        assertThat(new LanguageChanged().value(together(texts(text, text)))).isZero();
        assertThat(new LanguageChanged().value(together(texts(text, other)))).isEqualTo(1);
        assertThat(new LanguageChanged().value(together(texts(text, "東京は日本の首都です。とても大きな都市です。"))))
                .isEqualTo(1);
        assertThat(new LanguageChanged().value(together(texts(text, "42")))).isNaN();
    }

    @Test
    void tools_that_are_asked_for_are_part_of_what_is_said() {
        Answer.Details call = new Answer.Details(
                List.of("weather({\"city\":\"Paris\"})"), false, List.of(), List.of(), null, List.of());
        Observation one = Observations.of("a", "{}", new Answer.Text("", call), new Answer.Text(""), null);

        assertThat(new Agreement(JsonDifferences.STRICT).value(together(one))).isZero();
        assertThat(new EmptyAnswer().value(legacy(one), one)).isZero();
        assertThat(new EmptyAnswer().value(candidate(one), one)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"short, a good deal longer than it was", "a good deal longer than it is, short"})
    void answers_that_change_drift_while_requests_do_not(String before, String after) {
        AllFigures all = new AllFigures(Design.PAIRED);
        for (int i = 0; i < 200; i++) {
            all.add(Observations.answered(i, i < 100 ? before : after));
        }
        Map<String, Estimate> figures = all.byName();

        assertThat(Objects.requireNonNull(figures.get("output_drift_ks")).candidate())
                .isEqualTo(1);
        assertThat(Objects.requireNonNull(figures.get("output_drift_js")).candidate())
                .isEqualTo(1, EXACT);
        assertThat(Objects.requireNonNull(figures.get("input_drift_ks")).candidate())
                .isZero();
    }

    @Test
    void the_middle_of_the_drift_is_nothing_and_its_ends_are_all() {
        double[] before = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
        double[] after = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20};
        double[] edges = Drift.edges(before);

        assertThat(Drift.gap(before, before)).isZero();
        assertThat(Drift.gap(before, after)).isEqualTo(1);
        assertThat(Drift.stability(Drift.shares(before, edges), Drift.shares(before, edges)))
                .isZero();
        assertThat(Drift.divergence(new double[] {1, 0}, new double[] {0, 1})).isEqualTo(1, EXACT);
        assertThat(Drift.stability(new double[] {0.5, 0.5}, new double[] {0.25, 0.75}))
                .isEqualTo(-0.25 * Math.log(0.5) + 0.25 * Math.log(1.5), EXACT);
    }

    private static Map<String, List<Double>> figures(Reading reading, String legacy, String candidate) {
        Map<String, List<Double>> found = new LinkedHashMap<>();
        List<LegFigure> figures = Metrics.of(reading, Design.PAIRED).legs();
        Observation one = texts(legacy, candidate);
        figures.forEach(figure -> figure.add(one));
        figures.forEach(figure -> figure.estimate(Precisions.USUAL)
                .ifPresent(estimate -> found.put(
                        estimate.name(), List.of(Objects.requireNonNull(estimate.legacy()), estimate.candidate()))));
        return found;
    }

    private static Map<String, Double> disagreement(Observation one) {
        Map<String, Double> found = new LinkedHashMap<>();
        for (LikenessMetric metric : Disagreement.ALL) {
            double value = metric.value(together(one));
            if (!Double.isNaN(value)) {
                found.put(metric.name(), value);
            }
        }
        return found;
    }

    private static double reference(LegMetric metric, Subject subject, Observation one) {
        return metric.value(subject, one);
    }

    private static double similarity(LikenessMetric metric, Observation one) {
        return metric.value(together(one));
    }

    private static TwoAnswers together(Observation one) {
        return Objects.requireNonNull(one.withCandidate());
    }

    private static Observation texts(String legacy, String candidate) {
        return Observations.of("a", "{}", new Answer.Text(legacy), new Answer.Text(candidate), null);
    }

    private static Observation labelled(String label, Answer legacy, Answer candidate) {
        return Observations.of("a", "{\"label\":" + label + "}", legacy, candidate, null);
    }

    private static Answer prediction(String label, @Nullable Double probability) {
        return new Answer.Prediction(label, probability);
    }

    private static Subject subject(Answer answer) {
        return Observations.subject(Leg.Role.LEGACY, answer);
    }

    private static Subject legacy(Observation one) {
        return Objects.requireNonNull(one.legacy());
    }

    private static Subject candidate(Observation one) {
        return Objects.requireNonNull(one.candidate());
    }
}
