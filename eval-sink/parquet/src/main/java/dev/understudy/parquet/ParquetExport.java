package dev.understudy.parquet;

import com.github.luben.zstd.ZstdOutputStream;
import dev.understudy.exchange.LakeFormat;
import dev.understudy.pair.JsonBytes;
import dev.understudy.pair.Pair;
import dev.understudy.pair.PairCodec;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * An export under way: lines go to a compressed file in a hidden directory beside the target; at the end DuckDB makes columns of
 * them there, and the result is moved to its place.
 */
final class ParquetExport implements LakeFormat.Export {
    private static final int BUFFER_BYTES = 128 * 1024;
    private static final int STAGING_LEVEL = 1;
    /** Several row groups are in the memory at a time, each more than once while it is encoded. */
    private static final long ROW_GROUPS_OF_MEMORY = 32;

    private static final long ROW_GROUP_ROWS_MAX = 122_880;
    private static final long LINE_BYTES_MIN = 1 << 20;

    private final Path out;
    private final boolean oneFile;
    private final String version;
    private final NativeMemory memory;
    private final Path work;
    private final Path staging;
    private final OutputStream lines;
    private final JsonBytes line = new JsonBytes(BUFFER_BYTES);
    private long count;
    private long bytes;
    private long longest = LINE_BYTES_MIN;

    private ParquetExport(Path out, boolean oneFile, String version, NativeMemory memory, Path work)
            throws IOException {
        this.out = out;
        this.oneFile = oneFile;
        this.version = version;
        this.memory = memory;
        this.work = work;
        staging = work.resolve("pairs.jsonl.zst");
        lines = new BufferedOutputStream(
                new ZstdOutputStream(Files.newOutputStream(staging), STAGING_LEVEL), BUFFER_BYTES);
    }

    static ParquetExport begin(Path target, boolean oneFile, String version, NativeMemory memory) throws IOException {
        Path out = target.toAbsolutePath().normalize();
        Path parent = out.getParent();
        if (parent == null) {
            throw new FileAlreadyExistsException(target + " (expected: a file or a directory below it)");
        }
        if (oneFile && Files.isDirectory(out)) {
            throw new FileAlreadyExistsException(target + ": a directory (expected: a file)");
        }
        if (!oneFile && Files.exists(out) && !isEmptyDirectory(out)) {
            throw new FileAlreadyExistsException(target + ": not empty (expected: a new directory, or FILE.parquet)");
        }
        Files.createDirectories(parent);
        return new ParquetExport(
                out, oneFile, version, memory, Files.createTempDirectory(parent, "." + out.getFileName() + "-"));
    }

    @Override
    public void add(Pair pair) throws IOException {
        line.rollBackTo(0);
        PairCodec.write(pair, line);
        line.endLine();
        lines.write(line.array(), 0, line.length());
        count++;
        bytes += line.length();
        longest = Math.max(longest, line.length());
    }

    @Override
    public void finish() throws IOException {
        lines.close();
        Path result = work.resolve("result");
        if (count == 0 && !oneFile) {
            Files.createDirectory(result);
        } else {
            try (DuckSession duck = DuckSession.writing(memory, work.resolve("spill"))) {
                duck.execute("SET partitioned_write_flush_threshold = " + rowGroupRows());
                duck.execute(copy(result));
            }
        }
        if (!oneFile) {
            Files.deleteIfExists(out);
        }
        Files.move(result, out, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        try (lines) {
            List<Path> files;
            try (Stream<Path> below = Files.walk(work)) {
                files = below.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    private String copy(Path result) {
        return "COPY (SELECT " + Columns.written() + " FROM read_json(" + Sql.source(staging)
                + ", format = 'newline_delimited', compression = 'zstd', maximum_object_size = " + longest
                + ", columns = " + Columns.ofJson() + ")) TO " + Sql.target(result)
                + " (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE " + rowGroupRows() + ", ROW_GROUP_SIZE_BYTES "
                + rowGroupBytes()
                + ", KV_METADATA {understudy: "
                + Sql.text(version) + "}"
                + (oneFile
                        ? ""
                        : ", PARTITION_BY (route, \"day\"), WRITE_PARTITION_COLUMNS true, FILENAME_PATTERN 'pairs-{i}'")
                + ")";
    }

    /** Before compression. */
    private long rowGroupBytes() {
        return memory.bytes() / ROW_GROUPS_OF_MEMORY;
    }

    private long rowGroupRows() {
        long average = Math.max(1, bytes / Math.max(1, count));
        return Math.max(1, Math.min(ROW_GROUP_ROWS_MAX, rowGroupBytes() / average));
    }

    private static boolean isEmptyDirectory(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.findAny().isEmpty();
        }
    }
}
