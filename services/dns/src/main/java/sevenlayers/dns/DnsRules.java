package sevenlayers.dns;

import io.grpc.Status;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import sevenlayers.chassis.errors.LabStatus;
import sevenlayers.chassis.errors.Violations;
import sevenlayers.dns.message.Types;

/** Reads names, types and servers of requests. */
final class DnsRules {
    private DnsRules() {}

    /** A name, absolute whether it ends with a dot or not. */
    static Name name(String field, String text, Violations violations) {
        String shown = Violations.quoted(text);
        if (text.isEmpty()) {
            violations.required(field, text, "a name such as www.shop.lab");
            return Name.root;
        }
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            violations.check(
                    false,
                    field,
                    shown + " is no name (" + e.getMessage()
                            + "); allowed: labels of 1 to 63 bytes with dots between them, 253 characters in all");
            return Name.root;
        }
    }

    /** A type by its name; not said: A. */
    static int type(String field, String text, Violations violations) {
        int type = text.isEmpty() ? Type.A : Type.value(text.toUpperCase(Locale.ROOT));
        violations.check(
                type >= 0,
                field,
                Violations.quoted(text) + " is not known; allowed: A, AAAA, NS, MX, TXT, ... or TYPE1 to TYPE65535");
        return Math.max(type, 0);
    }

    /** A type that has data, and so can be looked for. */
    static int dataType(String field, String text, Violations violations) {
        int type = type(field, text, violations);
        boolean meta = Types.isMeta(type);
        violations.check(
                !meta || !violations.none(),
                field,
                Violations.quoted(text) + " is no type of data; allowed: A, AAAA, NS, MX, TXT, ...");
        return type;
    }

    /** What is there, or NOT_FOUND with what there is. */
    static <T> T found(@Nullable T thing, String what, String name, Iterable<?> allowed) {
        return Optional.ofNullable(thing)
                .orElseThrow(() -> LabStatus.exception(
                        Status.Code.NOT_FOUND,
                        "NOT_SERVED_HERE",
                        "there is no " + what + " " + Violations.quoted(name) + "; there are: " + joined(allowed),
                        Map.of(what, name)));
    }

    private static String joined(Iterable<?> things) {
        StringBuilder text = new StringBuilder();
        things.forEach(thing -> text.append(text.isEmpty() ? "" : ", ").append(thing));
        return text.toString();
    }
}
