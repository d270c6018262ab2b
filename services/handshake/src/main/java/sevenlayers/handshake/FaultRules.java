package sevenlayers.handshake;

import java.util.HashSet;
import java.util.Set;
import sevenlayers.chassis.errors.Violations;
import sevenlayers.handshake.network.Fault;
import sevenlayers.handshake.scenario.Scenario;
import sevenlayers.handshake.v1.Match;
import sevenlayers.wire.tcp.TcpFlags;

/** Reads what goes wrong by script. */
final class FaultRules {
    private static final long MICRO = 1_000;
    private static final long DAY_MICROS = 86_400_000_000L;
    private static final int MOST_BIT = 524_279;

    private final Violations violations;
    private final NetworkRules network;

    FaultRules(Violations violations, NetworkRules network) {
        this.violations = violations;
        this.network = network;
    }

    Scenario.FaultPart read(String field, sevenlayers.handshake.v1.Fault said) {
        if (!network.hosts().contains(said.getFrom())) {
            network.unknownHost(field + ".from", said.getFrom());
        }
        for (int i = 0; i < said.getNumbersCount(); i++) {
            violations.range(field + ".numbers[" + i + "]", said.getNumbers(i), 1, 1_000_000_000);
        }
        return new Scenario.FaultPart(
                said.getFrom(),
                which(field + ".match", said.getMatch()),
                Set.copyOf(new HashSet<>(said.getNumbersList())),
                action(field, said));
    }

    private Scenario.Which which(String field, Match said) {
        int flags = said.getFlags().isEmpty() ? -1 : TcpFlags.parse(said.getFlags());
        violations.check(
                said.getFlags().isEmpty() || flags >= 0,
                field + ".flags",
                Violations.quoted(said.getFlags()) + " has a letter that is no flag; allowed: S F R P . U E W A");
        violations.check(
                said.getMinimumPayload() >= 0, field + ".minimum_payload", "it is below 0; allowed: 0 or more");
        long streamByte = said.hasStreamByte() ? said.getStreamByte() : 0;
        violations.check(
                !said.hasStreamByte() || streamByte >= 1,
                field + ".stream_byte",
                streamByte + " is out of range; allowed: 1 or more");
        Scenario.Sending sending = !said.hasFirstTime()
                ? Scenario.Sending.ANY
                : said.getFirstTime() ? Scenario.Sending.FIRST : Scenario.Sending.AGAIN;
        return new Scenario.Which(
                flags,
                said.getMinimumPayload(),
                said.hasMaximumPayload() ? said.getMaximumPayload() : Integer.MAX_VALUE,
                streamByte,
                said.getConnection(),
                sending);
    }

    private Fault.Action action(String field, sevenlayers.handshake.v1.Fault said) {
        return switch (said.getActionCase()) {
            case DROP -> new Fault.Action.Drop();
            case DELAY_MICROS -> {
                violations.range(field + ".delay_micros", said.getDelayMicros(), 1, DAY_MICROS);
                yield new Fault.Action.Delay(MICRO * said.getDelayMicros());
            }
            case DUPLICATE_AFTER_MICROS -> {
                violations.range(field + ".duplicate_after_micros", said.getDuplicateAfterMicros(), 0, DAY_MICROS);
                yield new Fault.Action.Duplicate(MICRO * said.getDuplicateAfterMicros());
            }
            case FLIP -> {
                Set<Integer> bits = new HashSet<>(said.getFlip().getBitsList());
                violations.range(field + ".flip.bits", bits.size(), 1, 64);
                bits.forEach(bit -> violations.range(field + ".flip.bits", bit, 0, MOST_BIT));
                yield new Fault.Action.Flip(bits);
            }
            case ACTION_NOT_SET -> {
                violations.check(
                        false, field, "nothing happens; allowed: drop, delay_micros, duplicate_after_micros, flip");
                yield new Fault.Action.Drop();
            }
        };
    }
}
