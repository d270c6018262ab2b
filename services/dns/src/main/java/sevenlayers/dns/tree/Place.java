package sevenlayers.dns.tree;

import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;

/** A server of the tree, and which zone it has. The order gives the last number of its address: the root's is 1. */
public enum Place {
    ROOT_1("root-1", ".", "root.zone", true),
    LAB_1("lab-1", "lab.", "lab.zone", true),
    LAB_2("lab-2", "lab.", "lab.zone", false),
    SHOP_1("shop-1", "shop.lab.", "shop.zone", true),
    SHOP_2("shop-2", "shop.lab.", "shop.zone", false);

    private final String server;
    private final Name zone;
    private final Name host;
    private final String file;
    private final boolean primary;

    Place(String server, String zone, String file, boolean primary) {
        this.server = server;
        this.zone = Name.fromConstantString(zone);
        this.host = Name.fromConstantString(server + (zone.equals(".") ? zone : "." + zone));
        this.file = file;
        this.primary = primary;
    }

    /** What the server is called: {@code lab-1}. */
    public String server() {
        return server;
    }

    /** The name that its A record has: {@code lab-1.lab.}. */
    Name host() {
        return host;
    }

    public Name zone() {
        return zone;
    }

    /** Where its zone is written, if it is the primary. */
    String file() {
        return file;
    }

    /** Whether it has the zone from a file; a secondary has it from its primary. */
    public boolean primary() {
        return primary;
    }

    /** All that serve the same zone but itself. */
    List<Place> others() {
        return List.of(values()).stream()
                .filter(other -> other.zone.equals(zone) && other != this)
                .toList();
    }

    public static Optional<Place> called(String server) {
        return List.of(values()).stream()
                .filter(place -> place.server.equals(server))
                .findFirst();
    }

    /** The server whose A record has this name. */
    static Optional<Place> at(Name host) {
        return List.of(values()).stream()
                .filter(place -> place.host.equals(host))
                .findFirst();
    }

    /** The primary of a zone. */
    public static Optional<Place> primaryOf(Name zone) {
        return List.of(values()).stream()
                .filter(place -> place.primary && place.zone.equals(zone))
                .findFirst();
    }
}
