package sevenlayers.labs.selftest;

import java.util.List;

/** What is not allowed is refused at the front door, with what is. */
final class BadCalls implements Walk {

    private static final String DRIVE = "sevenlayers.client.v1.ClientService/Drive";

    /**
     * A call of {@code Drive} that is refused.
     *
     * @param code the status, as grpcurl writes it
     */
    private record Refused(String request, String code, String... words) {}

    private static final List<Refused> CALLS = List.of(
            new Refused("{'target':'node-vip:9100','calls':0}", "InvalidArgument", "calls: 0", "allowed: 1 to"),
            new Refused(
                    "{'target':'node-vip:9100','calls':1000000000}",
                    "InvalidArgument",
                    "calls: 1,000,000,000",
                    "allowed: 1 to"),
            new Refused(
                    "{'target':'node-vip:9100','calls':1,'work':{'delay':{'fixed':{'delayMicros':-1}}}}",
                    "InvalidArgument",
                    "work.delay.fixed.delay_micros: -1",
                    "allowed: 0 to"),
            new Refused(
                    "{'target':'node-vip:9100','calls':1,'deadlineMicros':0}",
                    "InvalidArgument",
                    "deadline_micros: 0",
                    "allowed: 1 to"),
            new Refused(
                    "{'target':'node-vip:9100','calls':1,'policy':'fastest'}",
                    "InvalidArgument",
                    "policy: 'fastest' is not known",
                    "allowed: pick_first, round_robin"),
            new Refused("{'target':'node','calls':1}", "InvalidArgument", "target: 'node'", "as in dns:///node:9000"),
            new Refused(
                    "{'target':'dns:///node-77:9000','calls':1}",
                    "Unavailable",
                    // on a cluster it is called node-77.pods
                    "has no address now",
                    "./lab status"),
            new Refused(
                    "{'target':'example.com:80','calls':1}",
                    "PermissionDenied",
                    "'example.com' is not one of the lab's own hosts",
                    "allowed: node"));

    @Override
    public void take(Trial trial) {
        trial.say().accept("calls that are refused");
        for (Refused call : CALLS) {
            trial.shell()
                    .run(1, trial.grpcurl("client", DRIVE, call.request().replace('\'', '"')))
                    .fails()
                    .says("Code: " + call.code())
                    .says(call.words());
        }
    }
}
