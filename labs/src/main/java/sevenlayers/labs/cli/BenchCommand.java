package sevenlayers.labs.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sevenlayers.labs.world.WorldException;

/** {@code ./lab bench balancer}. No lab needs to be up; a quiet machine gives steadier figures. */
@Command(
        name = "bench",
        description = "Measures the balancer, the TCP simulator and DNS. No lab needs to be up.",
        synopsisSubcommandLabel = "WHAT",
        footer = {
            "",
            "Examples:",
            "  ./lab bench balancer                beside HAProxy and nginx, where they are installed",
            "  ./lab bench policies                how many choices a second each policy makes",
            "  ./lab bench simulator               how many requests a second the simulator does with each policy",
            "  ./lab bench idle                    what 10,000 idle connections cost",
            "  ./lab bench tcp                     how many events a second the TCP simulator does",
            "  ./lab bench dns                     beside NSD, Knot, BIND and Unbound, where they are installed",
            "  ./lab bench soak --minutes 30       mixed faults, for half an hour"
        },
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {

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

    @Command(
            name = "balancer",
            description = {
                "Requests per CPU second of the balancer, HAProxy and nginx, on L7 and on L4: the same backend, the same h2load, one"
                        + " core each, rounds in turn.",
                "Needs two cores and h2load (Debian, Ubuntu: apt install nghttp2-client). What else is not installed is left out,"
                        + " and said."
            },
            footer = {
                "",
                "Examples:",
                "  ./lab bench balancer",
                "  ./lab bench balancer --rounds 3 --seconds 2               sooner, and less steady",
                "  ./lab bench balancer --connections 64 --calls 1           nothing to do at once for anybody"
            },
            mixinStandardHelpOptions = true)
    int balancer(
            @Option(
                            names = "--rounds",
                            paramLabel = "N",
                            defaultValue = "7",
                            description = "Rounds: 1 to 100 (${DEFAULT-VALUE}).")
                    int rounds,
            @Option(
                            names = "--seconds",
                            paramLabel = "N",
                            defaultValue = "3",
                            description = "Seconds of load on each proxy in a round: 1 to 60 (${DEFAULT-VALUE}).")
                    int seconds,
            @Option(
                            names = "--connections",
                            paramLabel = "N",
                            defaultValue = "8",
                            description = "Connections of h2load: 1 to 400 (${DEFAULT-VALUE}).")
                    int connections,
            @Option(
                            names = "--calls",
                            paramLabel = "N",
                            defaultValue = "32",
                            description = "Calls under way on each connection: 1 to 100 (${DEFAULT-VALUE}).")
                    int calls) {
        check("--rounds", rounds, 1, 100);
        check("--seconds", seconds, 1, 60);
        check("--connections", connections, 1, 400);
        check("--calls", calls, 1, 100);
        Checkout checkout = Checkout.ofSystem();
        return new BenchPrograms(checkout)
                .bench(
                        "proxy.ProxyBench",
                        List.of(
                                checkout.home().toString(),
                                String.valueOf(rounds),
                                String.valueOf(seconds),
                                String.valueOf(connections),
                                String.valueOf(calls)));
    }

    @Command(
            name = "policies",
            description =
                    "Choices a second of each policy, with 3 and with 1,000 backends, on one thread and on two, by JMH.",
            footer = {"", "Examples:", "  ./lab bench policies", "  ./lab bench policies maglev ring_hash --seconds 10"
            },
            mixinStandardHelpOptions = true)
    int policies(
            @Parameters(arity = "0..*", paramLabel = "POLICY", description = "As in round_robin. Not said: all.")
                    @Nullable
                    List<String> names,
            @Option(
                            names = "--seconds",
                            paramLabel = "N",
                            defaultValue = "1",
                            description = "Seconds of each measurement: 1 to 60 (${DEFAULT-VALUE}).")
                    int seconds) {
        check("--seconds", seconds, 1, 60);
        List<String> arguments = new ArrayList<>(List.of(String.valueOf(seconds)));
        if (names != null) {
            arguments.addAll(names);
        }
        return new BenchPrograms(Checkout.ofSystem()).bench("policy.PolicyBench", arguments);
    }

    @Command(
            name = "simulator",
            description = "Requests that the simulator does with each policy in a second of CPU time, on one thread.",
            footer = {"", "Examples:", "  ./lab bench simulator", "  ./lab bench simulator --backends 1000"},
            mixinStandardHelpOptions = true)
    int simulator(
            @Option(
                            names = "--backends",
                            paramLabel = "N",
                            defaultValue = "10",
                            description = "Backends: 1 to 1,000 (${DEFAULT-VALUE}).")
                    int backends,
            @Option(
                            names = "--requests",
                            paramLabel = "N",
                            defaultValue = "1000000",
                            description = "Requests of a run: 1,000 to 10,000,000 (${DEFAULT-VALUE}).")
                    int requests) {
        check("--backends", backends, 1, 1_000);
        check("--requests", requests, 1_000, 10_000_000);
        return new BenchPrograms(Checkout.ofSystem())
                .balancer("simulator.Speed", List.of(String.valueOf(backends), String.valueOf(requests)));
    }

    @Command(
            name = "idle",
            description =
                    "What idle connections through L4 cost the balancer: clients, balancer and backend each in a process.",
            footer = {"", "Examples:", "  ./lab bench idle", "  ./lab bench idle --connections 1000"},
            mixinStandardHelpOptions = true)
    int idle(
            @Option(
                            names = "--connections",
                            paramLabel = "N",
                            defaultValue = "10000",
                            description =
                                    "Connections: 1 to 25,000 (${DEFAULT-VALUE}), or as many as the limit of open files allows.")
                    int connections) {
        check("--connections", connections, 1, 25_000);
        return new BenchPrograms(Checkout.ofSystem()).balancer("load.Idle", List.of(String.valueOf(connections)));
    }

    @Command(
            name = "tcp",
            description = {
                "Events a second of the TCP simulator on one core, by JMH: of its scheduler, of TCP with nobody watching, and with"
                        + " every event recorded.",
                "Then what an event costs with 10 to 10,000 connections, and what an idle connection takes."
            },
            footer = {
                "",
                "Examples:",
                "  ./lab bench tcp",
                "  ./lab bench tcp --seconds 0.1        sooner, and less steady"
            },
            mixinStandardHelpOptions = true)
    int tcp(
            @Option(
                            names = "--seconds",
                            paramLabel = "N",
                            defaultValue = "5",
                            description = "Seconds of each measurement: 0.1 to 60 (${DEFAULT-VALUE}).")
                    double seconds) {
        if (!(seconds >= 0.1 && seconds <= 60)) {
            throw new WorldException("--seconds is %s; it must be from 0.1 to 60.".formatted(seconds));
        }
        return new BenchPrograms(Checkout.ofSystem()).bench("tcp.TcpBench", List.of(String.valueOf(seconds)));
    }

    @Command(
            name = "dns",
            description = {
                "Answers a second of the DNS server beside NSD, Knot and BIND, and of the resolver's cache beside Unbound: the same zone,"
                        + " the same questions, rounds in turn. Then what a record takes in memory.",
                "Needs dnsperf (Debian, Ubuntu: apt install dnsperf). What else is not installed is left out, and said."
            },
            footer = {
                "",
                "Examples:",
                "  ./lab bench dns",
                "  ./lab bench dns --rounds 1 --seconds 1 --records 10000     sooner, and less steady"
            },
            mixinStandardHelpOptions = true)
    int dns(
            @Option(
                            names = "--rounds",
                            paramLabel = "N",
                            defaultValue = "5",
                            description = "Rounds: 1 to 100 (${DEFAULT-VALUE}).")
                    int rounds,
            @Option(
                            names = "--seconds",
                            paramLabel = "N",
                            defaultValue = "4",
                            description = "Seconds of load on each server in a round: 1 to 60 (${DEFAULT-VALUE}).")
                    int seconds,
            @Option(
                            names = "--records",
                            paramLabel = "N",
                            defaultValue = "1000000",
                            description = "Records for the memory: 1,000 to 5,000,000 (${DEFAULT-VALUE}).")
                    int records) {
        check("--rounds", rounds, 1, 100);
        check("--seconds", seconds, 1, 60);
        check("--records", records, 1_000, 5_000_000);
        return new BenchPrograms(Checkout.ofSystem())
                .bench(
                        "dns.DnsBench",
                        List.of(String.valueOf(rounds), String.valueOf(seconds), String.valueOf(records)));
    }

    @Command(
            name = "crypto",
            description = {
                "Encryption and signatures in one thread beside openssl speed, rounds in turn.",
                "Where OpenSSL is not installed (apt install openssl) there are our figures only."
            },
            footer = {
                "",
                "Examples:",
                "  ./lab bench crypto",
                "  ./lab bench crypto --rounds 1 --seconds 1     sooner, and less steady"
            },
            mixinStandardHelpOptions = true)
    int crypto(
            @Option(
                            names = "--rounds",
                            paramLabel = "N",
                            defaultValue = "3",
                            description = "Rounds: 1 to 100 (${DEFAULT-VALUE}).")
                    int rounds,
            @Option(
                            names = "--seconds",
                            paramLabel = "N",
                            defaultValue = "2",
                            description = "Seconds of each measurement: 1 to 60 (${DEFAULT-VALUE}).")
                    int seconds) {
        check("--rounds", rounds, 1, 100);
        check("--seconds", seconds, 1, 60);
        return new BenchPrograms(Checkout.ofSystem())
                .bench("crypto.CryptoBench", List.of(String.valueOf(rounds), String.valueOf(seconds)));
    }

    @Command(
            name = "soak",
            description =
                    "Calls through both ports while backends are killed, paused and scaled: memory flat, no stuck stream, every"
                            + " call answered once.",
            footer = {"", "Examples:", "  ./lab bench soak", "  ./lab bench soak --minutes 30 --seed 7"},
            mixinStandardHelpOptions = true)
    int soak(
            @Option(
                            names = "--minutes",
                            paramLabel = "N",
                            defaultValue = "2",
                            description = "How long: 1 to 1,440 (${DEFAULT-VALUE}).")
                    int minutes,
            @Option(
                            names = "--seed",
                            paramLabel = "N",
                            defaultValue = "1",
                            description = "Where chance starts: the same seed, the same faults (${DEFAULT-VALUE}).")
                    long seed) {
        check("--minutes", minutes, 1, 1_440);
        return new BenchPrograms(Checkout.ofSystem())
                .balancer("load.Soak", List.of(minutes + "m", String.valueOf(seed)));
    }

    private static void check(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new WorldException("%s is %d; it must be from %,d to %,d.".formatted(option, value, least, most));
        }
    }
}
