package sevenlayers.labs.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.util.List;
import sevenlayers.labs.terminal.Style;
import sevenlayers.labs.terminal.Terminal;
import sevenlayers.labs.terminal.Wrap;

/** Messages of the simulator as JSON, and the command line that gets them by hand. */
final class TcpJson {

    private static final String BY_HAND = "  by hand    ";

    private TcpJson() {}

    /** A message on one line. */
    static String line(Message message) {
        try {
            return JsonFormat.printer().omittingInsignificantWhitespace().print(message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a message without Any can be written as JSON", e);
        }
    }

    /** Shows the call that has the same as data, so that it can be pasted. */
    static void byHand(Terminal terminal, TcpDoor door, String method, Message request) {
        String call = "grpcurl -plaintext -d '" + line(request).replace("'", "\\u0027") + "' " + door.address()
                + " sevenlayers.handshake.v1.TcpService/" + method;
        String start = BY_HAND;
        List<String> lines = Wrap.command(call, terminal.columns() - start.length());
        for (String part : lines) {
            terminal.line(start + terminal.styled(Style.COMMAND, part));
            start = " ".repeat(BY_HAND.length());
        }
    }
}
