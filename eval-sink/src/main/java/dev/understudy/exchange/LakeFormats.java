package dev.understudy.exchange;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The lake formats that jars on the class path bring, and those that a jar of ours would bring. */
public final class LakeFormats {
    private LakeFormats() {}

    /**
     * A format of a module of ours.
     *
     * @param module whose jar brings it
     */
    public record Known(String name, String suffix, String module, String about) {
        /** What to do when its jar is not on the class path. */
        public String missing() {
            return name + " needs the module " + module
                    + " (expected: started as ./understudy in a clone, which builds it"
                    + " and adds it; or its jar and those it names on the class path)";
        }
    }

    public static final Known PARQUET = new Known(
            "parquet",
            ".parquet",
            "understudy-parquet",
            "pairs whole in typed columns; FILE.parquet, or a directory by route and day");

    /** Ours, whether they are on the class path or not. */
    public static final List<Known> KNOWN = List.of(PARQUET);

    /** Those on the class path, by name. */
    public static List<LakeFormat> all() {
        return ServiceLoader.load(LakeFormat.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(LakeFormat::name))
                .toList();
    }

    public static Optional<LakeFormat> find(String name) {
        return all().stream().filter(format -> format.name().equals(name)).findFirst();
    }

    /** What there is to be said of each by name, those that are not on the class path among them. */
    public static Map<String, String> abouts() {
        Map<String, String> abouts = new TreeMap<>();
        all().forEach(format -> abouts.put(format.name(), format.about()));
        KNOWN.forEach(known -> abouts.putIfAbsent(known.name(), known.about() + "; module " + known.module()));
        return abouts;
    }

    /** The name of the format of ours whose files are called like this one. */
    public static Optional<String> nameOf(Path file) {
        return KNOWN.stream()
                .filter(known -> file.toString().endsWith(known.suffix()))
                .map(Known::name)
                .findFirst();
    }

    /** One of ours by name. */
    public static Optional<Known> known(String name) {
        return KNOWN.stream().filter(known -> known.name().equals(name)).findFirst();
    }
}
