package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.answer.Extracted;
import dev.understudy.compare.answer.Fault;
import dev.understudy.pair.Leg;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A leg with what could be read out of it. */
public record Subject(Leg leg, Extracted extracted) {
    /** Why a model was not asked that was itself the reason: it kept failing, or said that it has too much to do. */
    private static final Set<String> MODELS_OWN = Set.of("breakerOpen", "backOff");

    private static final Set<String> CUT_OFF =
            Set.of("length", "max_tokens", "max_output_tokens", "model_context_window_exceeded");
    private static final Set<String> DECLINED = Set.of("content_filter", "refusal", "safety");

    /** Whether the model was given the request and the time to answer it; all else says nothing about the model. */
    public boolean asked() {
        return switch (leg.outcome()) {
            case OK, ERROR, TIMEOUT -> true;
            case CANCELLED, SHED, TOO_LARGE, SKIPPED -> false;
        };
    }

    /** Whether a complete response came, whatever its status. */
    public boolean answered() {
        return leg.outcome() == Leg.Outcome.OK;
    }

    /** Whether the model was asked and gave no usable response: an error, a timeout, a status of 400 or more. */
    public boolean failed() {
        Integer status = leg.status();
        return asked() && (!answered() || (status != null && status >= 400));
    }

    /** Whether the model was to answer and did not usably: where something was to be found, it found nothing. */
    public boolean foundNothing() {
        return answer() == null && asked() && !unreadableByUs();
    }

    public @Nullable Answer answer() {
        return extracted instanceof Extracted.Found found ? found.answer() : null;
    }

    /** Whether the answer cannot be read for a reason that is ours, not the model's. */
    public boolean unreadableByUs() {
        return extracted instanceof Extracted.Unusable unusable
                && switch (unusable.fault()) {
                    case NOT_RECORDED, TRUNCATED, COMPRESSED -> true;
                    case NOT_ANSWERED, NO_BODY, NOT_TEXT, NOT_JSON, POINTER_UNMATCHED, UNEXPECTED_TYPE, NOT_A_STRING ->
                        false;
                };
    }

    /** Whether it was not asked on purpose: nobody expects an answer. */
    public boolean leftOut() {
        return leg.outcome() == Leg.Outcome.SKIPPED;
    }

    /** Whether an answer that was to be expected is not there, or not whole, through no fault of the model's own. */
    public boolean missing() {
        return switch (leg.outcome()) {
            case OK, ERROR, TIMEOUT -> unreadableByUs();
            case SHED -> !MODELS_OWN.contains(Objects.requireNonNullElse(leg.cause(), ""));
            case CANCELLED, TOO_LARGE -> true;
            case SKIPPED -> false;
        };
    }

    /** Whether the model stopped because it had no more tokens to spend, by its own word. */
    public boolean isCutOff() {
        return stoppedFor(CUT_OFF);
    }

    /** Whether the model declined, by its own word. */
    public boolean hasDeclined() {
        return stoppedFor(DECLINED)
                || (answer() instanceof Answer.Text text && text.details().refused());
    }

    private boolean stoppedFor(Set<String> reasons) {
        String reason = leg.generation().finishReason();
        return reason != null && reasons.contains(reason.toLowerCase(Locale.ROOT));
    }

    /** Why there is no answer; null when there is one. */
    public @Nullable Fault fault() {
        return extracted instanceof Extracted.Unusable unusable ? unusable.fault() : null;
    }
}
