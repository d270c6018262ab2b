package sevenlayers.node.knobs;

import sevenlayers.node.connection.AgeLimits;
import sevenlayers.node.work.SeededDelay;
import sevenlayers.node.work.Waits;

/**
 * The knobs together with the draws under way. A {@code with} method makes the setting that follows when one knob is turned: the draws
 * of a knob that is turned start from its seed, all others go on.
 *
 * @param knobs the values
 * @param waits the draws of {@link Knobs#latency}
 * @param errorDraws the draws of {@link Knobs#errors}
 */
public record Setting(Knobs knobs, Waits waits, ErrorDraws errorDraws) {

    /** These knobs, with all draws at their beginning. */
    public static Setting of(Knobs knobs) {
        return new Setting(knobs, new Waits(knobs.latency()), new ErrorDraws(knobs.errors()));
    }

    public Setting withLatency(SeededDelay latency) {
        return new Setting(
                new Knobs(latency, knobs.errors(), knobs.concurrencyLimit(), knobs.ready(), knobs.age()),
                new Waits(latency),
                errorDraws);
    }

    public Setting withErrors(Knobs.Errors errors) {
        return new Setting(
                new Knobs(knobs.latency(), errors, knobs.concurrencyLimit(), knobs.ready(), knobs.age()),
                waits,
                new ErrorDraws(errors));
    }

    public Setting withConcurrencyLimit(int limit) {
        return with(new Knobs(knobs.latency(), knobs.errors(), limit, knobs.ready(), knobs.age()));
    }

    public Setting withReady(boolean ready) {
        return with(new Knobs(knobs.latency(), knobs.errors(), knobs.concurrencyLimit(), ready, knobs.age()));
    }

    public Setting withAge(AgeLimits age) {
        return with(new Knobs(knobs.latency(), knobs.errors(), knobs.concurrencyLimit(), knobs.ready(), age));
    }

    private Setting with(Knobs turned) {
        return new Setting(turned, waits, errorDraws);
    }
}
