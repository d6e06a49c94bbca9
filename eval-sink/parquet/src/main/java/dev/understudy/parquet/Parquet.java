package dev.understudy.parquet;

import dev.understudy.exchange.LakeFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Parquet: one file, or a directory by route and day that Spark, Trino, Athena, pandas and DuckDB read as one table. */
public final class Parquet implements LakeFormat {
    private static final String SUFFIX = ".parquet";

    @Override
    public String name() {
        return "parquet";
    }

    @Override
    public String about() {
        return "pairs whole in typed columns; FILE.parquet, or a directory by route and day";
    }

    @Override
    public String suffix() {
        return SUFFIX;
    }

    @Override
    public Export export(Path out, String version) throws IOException {
        return ParquetExport.begin(out, out.toString().endsWith(SUFFIX), version, NativeMemory.ofProperty());
    }

    @Override
    public void read(Path from, Rows rows) throws IOException {
        NativeMemory memory = NativeMemory.ofProperty();
        for (Path file : files(from)) {
            new ParquetFile(file, memory).read(rows);
        }
    }

    /** In the order of their names, so that the same directory is always read alike. What is hidden is not data, by custom. */
    private static List<Path> files(Path from) throws IOException {
        if (!Files.isDirectory(from)) {
            return List.of(from);
        }
        try (Stream<Path> below = Files.walk(from)) {
            return below.filter(file -> isData(from.relativize(file)) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isData(Path file) {
        for (Path part : file) {
            if (part.toString().startsWith(".") || part.toString().startsWith("_")) {
                return false;
            }
        }
        return file.toString().endsWith(SUFFIX);
    }
}
