package sevenlayers.labs.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** {@code ./lab tcp}: the simulator of {@code handshake}, made visible. */
@Command(
        name = "tcp",
        description = "Watches TCP on a simulated network: segments as a ladder, states, windows. The lab must be up.",
        synopsisSubcommandLabel = "WHAT",
        subcommands = {TcpList.class, TcpShow.class, TcpCompare.class, TcpCapture.class},
        footer = {
            "",
            "Examples:",
            "  ./lab tcp list                          the scenarios that have a name",
            "  ./lab tcp show syn-lost                 what happens when the first segment is lost",
            "  ./lab tcp show handshake --drop 3       the same for the third that the client sends",
            "  ./lab tcp compare bottleneck            congestion control, side by side",
            "  ./lab tcp capture handshake -o a.pcapng to open in Wireshark"
        },
        mixinStandardHelpOptions = true)
final class TcpCommand implements Callable<Integer> {

    @CommandLine.Spec
    private @Nullable CommandSpec spec;

    /** Without a subcommand: what there is. */
    @Override
    public Integer call() {
        if (spec != null) {
            spec.commandLine().usage(System.out);
        }
        return CommandLine.ExitCode.OK;
    }
}
