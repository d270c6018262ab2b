package sevenlayers.handshake.tcp.recovery;

import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.tcp.rule.Rule;

/** Waits for the timeout, and then sends everything again from the gap on. */
final class GoBackN implements LossDetection {
    @Override
    public String name() {
        return "go_back_n";
    }

    @Override
    public @Nullable Rule detect(SentQueue sent, Heard heard) {
        return null;
    }

    @Override
    public boolean usesSack() {
        return false;
    }
}
