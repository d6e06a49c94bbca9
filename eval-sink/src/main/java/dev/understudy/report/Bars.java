package dev.understudy.report;

import dev.understudy.compare.Figures;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Small horizontal bars. */
final class Bars {
    private static final int WIDTH = 200;

    private Bars() {}

    /** One share of a whole, with a tick where it should be. */
    static void share(Html html, double share, @Nullable Double expected, String kind) {
        start(html, 12, Figures.percent(share));
        rectangle(html, "track", 0, 3, WIDTH, 6);
        rectangle(html, kind, 0, 3, WIDTH * share, 6);
        if (expected != null) {
            rectangle(html, "tick", Math.min(WIDTH - 1.5, WIDTH * expected), 0, 1.5, 12);
        }
        html.close();
    }

    /** How often a field differs, and how often it does so by chance. */
    static void noise(Html html, double raw, @Nullable Double noise) {
        start(html, 14, Figures.percent(raw) + (noise == null ? "" : ", by chance " + Figures.percent(noise)));
        rectangle(html, "candidate", 0, 1, WIDTH * raw, 6);
        if (noise != null) {
            rectangle(html, "legacy", 0, 8, WIDTH * noise, 4);
        }
        html.close();
    }

    /** Wins, ties and losses of the candidate. */
    static void preference(Html html, long wins, long ties, long losses) {
        double all = wins + ties + losses;
        html.open("div", "class", "preference");
        html.open("svg", "viewBox", "0 0 600 22", "role", "img", "preserveAspectRatio", "none");
        html.element("title", "candidate " + wins + ", ties " + ties + ", legacy " + losses);
        rectangle(html, "candidate", 0, 0, 600 * wins / all, 22);
        rectangle(html, "track", 600 * wins / all, 0, 600 * ties / all, 22);
        rectangle(html, "legacy", 600 * (wins + ties) / all, 0, 600 * losses / all, 22);
        rectangle(html, "tick", 299.25, 0, 1.5, 22);
        html.close();
        html.open("p", "class", "ends").element("span", "candidate " + Figures.count(wins));
        html.element("span", "ties " + Figures.count(ties)).element("span", "legacy " + Figures.count(losses));
        html.close().close();
    }

    private static void start(Html html, int height, String title) {
        html.open(
                "svg",
                "viewBox",
                "0 0 " + WIDTH + " " + height,
                "width",
                Integer.toString(WIDTH),
                "height",
                Integer.toString(height),
                "role",
                "img");
        html.element("title", title);
    }

    private static void rectangle(Html html, String kind, double x, double y, double width, double height) {
        html.empty(
                "rect",
                "class",
                kind,
                "x",
                number(x),
                "y",
                number(y),
                "width",
                number(width),
                "height",
                number(height));
    }

    /** As SVG writes it. */
    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }
}
