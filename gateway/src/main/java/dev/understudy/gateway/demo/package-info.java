/**
 * The demo: two real models as child processes, a gateway in this one, people who search, ask and click, and a report.
 *
 * <p>It stands outside: it drives the gateway only through its command's own doors (a YAML file, HTTP, the report), as
 * a stranger would. Its workers block, so nothing of it runs on an event loop, and nothing else imports it but the
 * command.
 */
@NullMarked
package dev.understudy.gateway.demo;

import org.jspecify.annotations.NullMarked;
