package sevenlayers.bench.crypto;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import sevenlayers.bench.proxy.Tools;
import sevenlayers.crypto.speed.Operation;
import sevenlayers.crypto.speed.Speed;

/** The program behind {@code ./lab bench crypto}. */
public final class CryptoBench {
    private static final int BYTES = 64 * 1024;

    /**
     * What is compared.
     *
     * @param openssl what {@code openssl speed} calls it
     * @param field of its results, from the end: 0 the last
     */
    private record Pair(String algorithm, String operation, int bytes, String openssl, int field) {
        String title() {
            return algorithm + " " + operation;
        }

        boolean inBytes() {
            return openssl.startsWith("-evp");
        }
    }

    private static final List<Pair> PAIRS = List.of(
            new Pair("AES_128_GCM", "encrypt", BYTES, "-evp aes-128-gcm", 0),
            new Pair("AES_256_GCM", "encrypt", BYTES, "-evp aes-256-gcm", 0),
            new Pair("CHACHA20_POLY1305", "encrypt", BYTES, "-evp chacha20-poly1305", 0),
            new Pair("ECDSA_P256_SHA256", "sign", 32, "ecdsap256", 1),
            new Pair("ECDSA_P256_SHA256", "verify", 32, "ecdsap256", 0),
            new Pair("ED25519", "sign", 32, "ed25519", 1),
            new Pair("ED25519", "verify", 32, "ed25519", 0),
            new Pair("RSA_PSS_3072_SHA256", "sign", 32, "rsa3072", 1),
            new Pair("RSA_PSS_3072_SHA256", "verify", 32, "rsa3072", 0));

    private CryptoBench() {}

    /**
     * Prints the table.
     *
     * @param arguments rounds, and the seconds of each measurement
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int rounds = Integer.parseInt(arguments[0]);
        int seconds = Integer.parseInt(arguments[1]);
        boolean beside = Tools.find("openssl").isPresent();
        SecureRandom random = new SecureRandom();
        Map<Pair, List<Double>> ours = new LinkedHashMap<>();
        Map<Pair, List<Double>> theirs = new LinkedHashMap<>();
        for (int round = 1; round <= rounds; round++) {
            System.err.println("  round " + round + " of " + rounds);
            for (Pair pair : PAIRS) {
                Operation operation = Operation.of(pair.algorithm(), pair.bytes(), random).stream()
                        .filter(each -> each.name().equals(pair.operation()))
                        .findFirst()
                        .orElseThrow();
                Speed speed = Speed.measure(operation, Duration.ofSeconds(seconds));
                double rate = pair.inBytes() ? speed.bytesPerSecond() : 1e6 / speed.microsEach();
                ours.computeIfAbsent(pair, _ -> new ArrayList<>()).add(rate);
                if (beside) {
                    openssl(pair, seconds)
                            .ifPresent(result -> theirs.computeIfAbsent(pair, _ -> new ArrayList<>())
                                    .add(result));
                }
            }
        }
        print(ours, theirs);
        if (!beside) {
            System.out.println(
                    "\n  OpenSSL is not installed (apt install openssl), so there is nothing to compare with.");
        }
    }

    private static void print(Map<Pair, List<Double>> ours, Map<Pair, List<Double>> theirs) {
        System.out.printf("%n  %-30s %16s %16s %10s%n", "one thread", "Seven Layers", "OpenSSL", "ratio");
        for (Pair pair : PAIRS) {
            double mine = median(ours.getOrDefault(pair, List.of()));
            List<Double> others = theirs.getOrDefault(pair, List.of());
            System.out.printf(
                    "  %-30s %16s %16s %10s%n",
                    pair.title(),
                    show(pair, mine),
                    others.isEmpty() ? "-" : show(pair, median(others)),
                    others.isEmpty() ? "-" : String.format(Locale.ROOT, "%.2f", mine / median(others)));
        }
        System.out.println(
                "\n  Messages of 64 KiB in GB/s, and signatures of 32 bytes a second; rounds in turn, medians.");
    }

    private static String show(Pair pair, double rate) {
        return pair.inBytes()
                ? String.format(Locale.ROOT, "%.2f GB/s", rate / 1e9)
                : String.format(Locale.ROOT, "%,.0f /s", rate);
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** What {@code openssl speed} says for machines: lines that begin with +F, fields with colons between them. */
    private static Optional<Double> openssl(Pair pair, int seconds) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Tools.find("openssl").orElseThrow().toString(), "speed", "-mr", "-seconds", "" + seconds));
        if (pair.inBytes()) {
            command.addAll(List.of("-bytes", "" + pair.bytes()));
        }
        command.addAll(Arrays.asList(pair.openssl().split(" ")));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Optional<Double> found = Optional.empty();
        for (String line :
                new String(process.getInputStream().readAllBytes()).lines().toList()) {
            String[] fields = line.split(":");
            if (line.startsWith("+F") && fields.length > 3) {
                found = Optional.of(Double.parseDouble(fields[fields.length - 1 - pair.field()]));
            }
        }
        process.waitFor();
        return found;
    }
}
