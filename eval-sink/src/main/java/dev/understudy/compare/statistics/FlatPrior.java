package dev.understudy.compare.statistics;

/**
 * What is believed of a mean, for one look, by who thought every value of it as likely before: a normal distribution around
 * what was found.
 *
 * @param error its standard error
 */
public record FlatPrior(double mean, double error) {

    /** The chance that the true mean is above 0; of one found without any error, the plain fact. */
    public double chanceAbove() {
        if (error == 0) {
            return mean == 0 ? 0.5 : mean > 0 ? 1 : 0;
        }
        return Normal.above(-mean / error);
    }

    /** Holds the true mean with a chance of 95 %. */
    public Interval interval() {
        return Interval.around(mean, Normal.Z95 * error);
    }
}
