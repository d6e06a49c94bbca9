package dev.understudy.compare.metric;

/** What is kept of an estimated number for figures of the whole set. */
record NumberRow(double right, double estimated) {}
