package sevenlayers.balancer.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What Kubernetes gives a pod to ask the API server with. It is all that is ever used: fabric8 by itself would take kubectl's settings,
 * and a balancer on a student's laptop would then follow the Services of whatever cluster these name.
 *
 * <p>[1] Kubernetes, "Accessing the Kubernetes API from a Pod".
 *
 * @param environment the value of a variable
 * @param folder where the token, the certificate authority and the namespace are
 */
record ServiceAccount(UnaryOperator<@Nullable String> environment, Path folder) {
    private static final Path FOLDER = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    /** This pod's. */
    static ServiceAccount own() {
        return new ServiceAccount(System::getenv, FOLDER);
    }

    /**
     * Where the API server is, and who asks.
     *
     * @throws IllegalStateException this is no pod; the message says what is missing and what is allowed
     */
    Config config() {
        String host = environment.apply("KUBERNETES_SERVICE_HOST");
        String port = environment.apply("KUBERNETES_SERVICE_PORT");
        if (host == null || port == null) {
            throw new IllegalStateException(outside("KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set"));
        }
        Path token = folder.resolve("token");
        if (!Files.isReadable(token)) {
            throw new IllegalStateException(outside("there is no " + token));
        }
        return new ConfigBuilder(Config.empty())
                .withMasterUrl("https://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port)
                .withCaCertFile(folder.resolve("ca.crt").toString())
                .withNamespace(read(folder.resolve("namespace")))
                // The kubelet writes a new one long before the old one ends.
                .withOauthTokenProvider(() -> read(token))
                .build();
    }

    private static String outside(String missing) {
        return "the balancer is not in a Kubernetes cluster, or has no service account there: " + missing
                + "; allowed here: names and addresses";
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
