package sevenlayers.handshake.memory;

/** A run asked for more than its share. It cannot go on: where it stopped is the middle of something. */
public final class OutOfMemory extends RuntimeException {
    private static final long serialVersionUID = 1;

    OutOfMemory(long held) {
        super(
                "the simulation holds %,d KiB in connections, buffers, queues and packets under way, and there is no room for more"
                        .formatted(held / 1_024));
    }

    // It is no accident of the program: nobody looks at where it was thrown.
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
