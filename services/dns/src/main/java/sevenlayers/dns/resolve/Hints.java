package sevenlayers.dns.resolve;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.Name;

/**
 * Where the root is: the names and addresses of its servers, given by hand, since nobody can be asked.
 *
 * @param servers at least one
 */
public record Hints(Map<Name, List<InetAddress>> servers) {
    public Hints {
        if (servers.values().stream().allMatch(List::isEmpty)) {
            throw new IllegalArgumentException("root hints have the address of one root server at least");
        }
    }
}
