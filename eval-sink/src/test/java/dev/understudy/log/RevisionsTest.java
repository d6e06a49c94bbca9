package dev.understudy.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.config.Admin;
import dev.understudy.config.Config;
import dev.understudy.config.Dns;
import dev.understudy.config.HostPort;
import dev.understudy.config.Identity;
import dev.understudy.config.Listen;
import dev.understudy.config.Sink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevisionsTest {
    @TempDir
    Path data;

    @Test
    void every_revision_is_kept_as_it_was_read() throws Exception {
        Revisions.save(data, config("9f3c21ab", "version: 1 # ü\n"));
        Revisions.save(data, config("0000aaaa", "version: 1\n"));
        Revisions.save(data, config("9f3c21ab", "version: 1 # ü\n"));

        assertThat(Revisions.list(data)).containsExactly("0000aaaa", "9f3c21ab");
        assertThat(Revisions.source(data, "9f3c21ab")).contains("version: 1 # ü\n");
        assertThat(Revisions.source(data, "ffffffff")).isEmpty();
        assertThat(Samples.files(data.resolve("revisions"))).hasSize(2);
    }

    @Test
    void the_newest_comes_first() throws Exception {
        for (String revision : List.of("bbbb0000", "aaaa0000", "cccc0000")) {
            Revisions.save(data, config(revision, "version: 1\n"));
        }
        Instant time = Instant.parse("2026-11-22T00:00:00Z");
        for (String revision : List.of("cccc0000", "aaaa0000", "bbbb0000")) {
            time = time.plusSeconds(1);
            Files.setLastModifiedTime(data.resolve("revisions/" + revision + ".yaml"), FileTime.from(time));
        }

        assertThat(Revisions.newestFirst(data)).containsExactly("bbbb0000", "aaaa0000", "cccc0000");
    }

    @Test
    void a_directory_without_revisions_has_none() throws Exception {
        assertThat(Revisions.list(data)).isEmpty();
    }

    @Test
    void a_revision_cannot_lead_elsewhere() {
        assertThatThrownBy(() -> Revisions.source(data, "../unit"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("../unit");
    }

    private static Config config(String revision, String source) {
        Listen listen = Listen.at(new HostPort("127.0.0.1", 0), 1);
        return new Config(
                listen, Admin.DEFAULT, Map.of(), Dns.DEFAULT, Identity.NONE, List.of(), Sink.DEFAULT, revision, source);
    }
}
