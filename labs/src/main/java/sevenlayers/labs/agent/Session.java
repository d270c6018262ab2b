package sevenlayers.labs.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;

/**
 * The agent's own session (POSIX {@code setsid}): Ctrl-C in the terminal that it was started from does not reach it or its pods, and its
 * process group holds them and nobody else.
 */
final class Session {

    /**
     * Waits until the agent is gone, then ends what is left of the process group, itself last. It reads from a pipe that the agent holds
     * open: however the agent dies, the system closes the pipe. Signal 0 of kill's group form is "my own group" (POSIX kill).
     */
    private static final String KEEPER =
            "trap '' HUP INT TERM; read -r _; kill -CONT 0; kill -TERM 0; sleep 4; kill -KILL 0";

    private Session() {}

    /** Leaves the session that we were started in; false where that cannot be done. */
    @SuppressWarnings("restricted") // setsid has no other way in from Java
    static boolean leave() {
        try {
            Linker linker = Linker.nativeLinker();
            var setsid = linker.downcallHandle(
                    linker.defaultLookup().find("setsid").orElseThrow(), FunctionDescriptor.of(ValueLayout.JAVA_INT));
            return (int) setsid.invokeExact() > 0;
        } catch (Throwable e) { // invokeExact declares it
            return false;
        }
    }

    /** Starts the process that ends our pods if we are killed. Only for a session of our own: it signals the whole group. */
    static Process keeper() {
        try {
            return new ProcessBuilder("/bin/sh", "-c", KEEPER)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
