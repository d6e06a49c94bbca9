package dev.understudy.gateway.feedback;

/**
 * One thing that is wrong in what was sent.
 *
 * @param index of the event in the list; 0 for a single one; -1 when it is the whole body
 * @param field of the event; empty for all of it
 * @param message what it was and what was expected
 */
record FeedbackProblem(int index, String field, String message) {}
