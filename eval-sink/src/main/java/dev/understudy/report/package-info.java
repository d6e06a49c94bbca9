/**
 * A report as JSON, as Markdown and as one HTML page that needs nothing else.
 *
 * <p>Pure functions of a {@link dev.understudy.compare.Report}: what the pages show is in the JSON. Everything that came
 * from a model, a client or a file is text on the page, never markup; {@link dev.understudy.report.Html} is the only place
 * that writes tags.
 */
@NullMarked
package dev.understudy.report;

import org.jspecify.annotations.NullMarked;
