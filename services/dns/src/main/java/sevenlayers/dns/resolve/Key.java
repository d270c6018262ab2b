package sevenlayers.dns.resolve;

import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** What is to be found out; the case of the name makes no difference. */
record Key(Name name, int type) {
    @Override
    public String toString() {
        return name + " " + Type.string(type);
    }
}
