package sevenlayers.labs.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import sevenlayers.handshake.v1.CaptureRequest;
import sevenlayers.handshake.v1.CaptureResponse;
import sevenlayers.labs.terminal.People;
import sevenlayers.labs.terminal.Terminal;
import sevenlayers.labs.world.WorldException;

/** {@code ./lab tcp capture handshake -o handshake.pcapng}. */
@Command(
        name = "capture",
        description = "Simulates a scenario and writes what a capture would have seen, to open in Wireshark.",
        footer = {
            "",
            "Examples:",
            "  ./lab tcp capture syn-lost -o syn-lost.pcapng",
            "  ./lab tcp capture reliable --at server --seed 7 -o server.pcapng"
        },
        mixinStandardHelpOptions = true)
final class TcpCapture implements Callable<Integer> {

    @Mixin
    private TcpScenario scenario = new TcpScenario();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "Where to write it.")
    private Path file = Path.of("capture.pcapng");

    @Option(
            names = "--at",
            paramLabel = "HOST",
            defaultValue = "",
            description = "The host at which it is captured. Not said: every host, each an interface of its own.")
    private String at = "";

    @Option(
            names = "--algorithm",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Congestion control of every host, as in cubic.")
    private String algorithm = "";

    @Override
    public Integer call() {
        OutputFile.prepare("-o", file);
        try (TcpDoor door = TcpDoor.open()) {
            capture(door, Terminal.ofSystem());
            return 0;
        }
    }

    void capture(TcpDoor door, Terminal terminal) {
        CaptureRequest request = CaptureRequest.newBuilder()
                .setScenario(scenario.chosen(door, algorithm).scenario())
                .setAt(at)
                .build();
        long packets = door.call("Capture", stub -> {
            Iterator<CaptureResponse> pieces = stub.capture(request);
            boolean any = pieces.hasNext(); // what is refused is refused here, before there is a file
            return any ? write(pieces) : 0L;
        });
        try {
            terminal.line(
                    "  " + People.count(packets, "packet") + ", " + People.bytes(Files.size(file)) + ", in " + file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        terminal.line("  wireshark " + file + " opens it; each segment has its reason as a comment");
    }

    private long write(Iterator<CaptureResponse> pieces) {
        long packets = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            while (pieces.hasNext()) {
                CaptureResponse piece = pieces.next();
                piece.getPcapng().writeTo(out);
                packets = Math.max(packets, piece.getPackets());
            }
        } catch (IOException e) {
            throw new WorldException(file + " cannot be written: " + e.getMessage(), e);
        }
        return packets;
    }
}
