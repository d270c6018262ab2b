package sevenlayers.balancer.backend;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The endpoints of a Kubernetes Service: {@code k8s:///node:9000} in the balancer's own namespace, {@code k8s:///shop/node:grpc} in
 * another.
 *
 * @param text as written
 * @param namespace empty: the balancer's own
 * @param service the Service's name
 * @param port the pods' port, not the Service's: its number, or the name that the Service gives it
 */
public record ServiceSource(String text, String namespace, String service, String port) implements Source {
    /** How this form begins. */
    static final String SCHEME = "k8s:";

    // RFC 1123 §2.1 as Kubernetes has it: a label of lower case.
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern FORM = Pattern.compile("k8s:///(?:(" + LABEL + ")/)?(" + LABEL + "):(" + LABEL + ")");

    static ServiceSource parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches() || !isPort(matcher.group(3))) {
            throw new IllegalArgumentException("\"" + (text.length() > 200 ? text.substring(0, 200) + "…" : text)
                    + "\" is not a Service and its pods' port; write k8s:///node:9000, or with a namespace"
                    + " k8s:///seven-layers/node:9000; the port is a number from 1 to 65535 or the port's name");
        }
        String namespace = matcher.group(1);
        return new ServiceSource(text, namespace == null ? "" : namespace, matcher.group(2), matcher.group(3));
    }

    /** Whether the port of an endpoint is the one that is meant. */
    public boolean isPort(int number, String name) {
        return port.equals(name) || port.equals(Integer.toString(number));
    }

    /** A name has a letter in it, so that nobody takes it for a number. */
    private static boolean isPort(String text) {
        return Ports.parse(text) > 0 || text.chars().anyMatch(Character::isAlphabetic);
    }
}
