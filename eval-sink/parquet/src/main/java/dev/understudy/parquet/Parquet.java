package dev.understudy.parquet;

import dev.understudy.exchange.LakeFormat;
import dev.understudy.exchange.LakeFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Parquet: one file, or a directory by route and day that Spark, Trino, Athena, pandas and DuckDB read as one table. */
public final class Parquet implements LakeFormat {
    @Override
    public String name() {
        return LakeFormats.PARQUET.name();
    }

    @Override
    public String about() {
        return LakeFormats.PARQUET.about();
    }

    @Override
    public String suffix() {
        return LakeFormats.PARQUET.suffix();
    }

    @Override
    public Export export(Path out, String version) throws IOException {
        return ParquetExport.begin(out, out.toString().endsWith(suffix()), version, NativeMemory.ofProperty());
    }

    @Override
    public void read(Path from, Rows rows) throws IOException {
        NativeMemory memory = NativeMemory.ofProperty();
        for (Path file : files(from)) {
            new ParquetFile(file, memory).read(rows);
        }
    }

    /** In the order of their names, so that the same directory is always read alike. What is hidden is not data, by custom. */
    private List<Path> files(Path from) throws IOException {
        if (!Files.isDirectory(from)) {
            return List.of(from);
        }
        try (Stream<Path> below = Files.walk(from)) {
            return below.filter(file -> isData(from.relativize(file)) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        }
    }

    private boolean isData(Path file) {
        for (Path part : file) {
            if (part.toString().startsWith(".") || part.toString().startsWith("_")) {
                return false;
            }
        }
        return file.toString().endsWith(suffix());
    }
}
