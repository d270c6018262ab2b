package sevenlayers.labs.world.processes;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Asks a pod by HTTP whether it is ready. Needs nothing but the JDK: the build asks, too. */
public final class HttpProbe {

    private static final int MILLIS = 1000;

    private static final byte[] REQUEST =
            "GET /q/health/ready HTTP/1.0\r\nHost: pod\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private HttpProbe() {}

    /** Asks once: on {@code node} that is another port than the one whose connections its lessons count. */
    public static boolean isReady(InetSocketAddress http) {
        try (Socket socket = new Socket()) {
            socket.connect(http, MILLIS);
            socket.setSoTimeout(MILLIS);
            socket.getOutputStream().write(REQUEST);
            InputStream answer = socket.getInputStream();
            byte[] line = answer.readNBytes("HTTP/1.1 200".length());
            return new String(line, StandardCharsets.US_ASCII).endsWith(" 200");
        } catch (IOException _) {
            return false;
        }
    }
}
