package dev.understudy.judge;

/**
 * What a judge or a person said of one pair, in their own words.
 *
 * @param by who, and of a judge what it was shown
 * @param said the outcome in a word or two; empty where there is none
 * @param text in their own words, cut; may be empty
 */
public record Remark(String by, String said, String text) {}
