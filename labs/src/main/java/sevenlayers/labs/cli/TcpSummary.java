package sevenlayers.labs.cli;

import java.time.Duration;
import java.util.List;
import sevenlayers.handshake.v1.ConnectionSummary;
import sevenlayers.handshake.v1.FlowSummary;
import sevenlayers.handshake.v1.Summary;
import sevenlayers.labs.terminal.People;
import sevenlayers.labs.terminal.Table;
import sevenlayers.labs.terminal.Terminal;

/** What came of a run, in a line for each direction that carried data. */
final class TcpSummary {

    private TcpSummary() {}

    static void print(Terminal terminal, Summary summary) {
        Table table = new Table();
        for (ConnectionSummary connection : summary.getConnectionsList()) {
            List<FlowSummary> flows = connection.getFlowsList().stream()
                    .filter(flow -> flow.getWrittenBytes() > 0)
                    .toList();
            if (flows.isEmpty()) {
                table.row(connection.getConnection(), "no data", connection.getFailure());
            }
            for (FlowSummary flow : flows) {
                table.row(
                        flow.getFrom() + " → " + flow.getTo(),
                        flow.getDeliveredBytes() + " of " + flow.getWrittenBytes() + " bytes read, "
                                + (flow.getIntact() ? "intact" : "NOT as they were written"),
                        People.count(flow.getSegments(), "segment") + ", " + flow.getLosses() + " lost, "
                                + flow.getRetransmissions() + " sent again, "
                                + People.count(flow.getTimeouts(), "timeout") + failure(connection));
            }
        }
        table.print(terminal);
        terminal.line("  ended after " + People.duration(Duration.ofNanos(summary.getAtNanos())) + " of virtual time: "
                + summary.getBecause());
    }

    private static String failure(ConnectionSummary connection) {
        return connection.getFailure().isEmpty() ? "" : "; " + connection.getFailure();
    }
}
