package sevenlayers.balancer.l4;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sevenlayers.balancer.servername.ClientHello;
import sevenlayers.balancer.servername.Peeked;

/**
 * A decision that is about to be noted. It waits a moment for the server's name, which it reads from the client's first bytes while they
 * pass through; they never wait for it. It does not wait for the backend: one that is dialled in vain is just what a reader wants to see.
 */
final class Notice {
    private @Nullable Consumer<String> log;
    private @Nullable ByteBuf seen;
    private @Nullable Future<?> patience;

    /** @param log notes the decision with this name, which may be empty */
    Notice(Consumer<String> log) {
        this.log = log;
    }

    /** It has been made: from now on it waits, and no longer for a name than {@link Limits#NAME_WITHIN}. */
    void await(EventLoop loop) {
        if (log != null) {
            patience = loop.schedule(() -> give(""), Limits.NAME_WITHIN.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** Takes a look at what passes; false once there is nothing more to look for. */
    boolean look(ByteBuf bytes) {
        if (log == null) {
            return false;
        }
        ByteBuf all = bytes;
        if (seen != null) {
            int room = ClientHello.LONGEST - seen.readableBytes();
            seen.writeBytes(bytes, bytes.readerIndex(), Math.min(room, bytes.readableBytes()));
            all = seen;
        }
        int length = Math.min(all.readableBytes(), ClientHello.LONGEST);
        switch (ClientHello.peek(all.nioBuffer(all.readerIndex(), length))) {
            case Peeked.More() -> {
                if (seen == null) {
                    seen = bytes.copy(bytes.readerIndex(), length);
                }
            }
            case Peeked.Name(String name) -> give(name);
            case Peeked.None() -> give();
        }
        return log != null;
    }

    /** Notes it without a name, unless it has been noted. */
    void give() {
        give("");
    }

    private void give(String name) {
        Consumer<String> once = log;
        if (once == null) {
            return;
        }
        // Relays stay for as long as their connection does; what this holds on to does not have to.
        log = null;
        if (patience != null) {
            patience.cancel(false);
            patience = null;
        }
        if (seen != null) {
            seen.release();
            seen = null;
        }
        once.accept(name);
    }
}
