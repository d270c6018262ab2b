package sevenlayers.wire.ipv4;

/** Addresses as ints, to and from four numbers with dots. */
public final class Ipv4Address {
    private Ipv4Address() {}

    /** @throws IllegalArgumentException where it is not four numbers of 0 to 255 with dots between them */
    public static int parse(String text) {
        int address = 0;
        int numbers = 0;
        for (String number : text.split("\\.", -1)) {
            if (!number.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(number) > 255) {
                throw new IllegalArgumentException(
                        "\"" + text + "\" is not an IPv4 address: four numbers of 0 to 255 with dots between them");
            }
            address = address << 8 | Integer.parseInt(number);
            numbers++;
        }
        if (numbers != 4) {
            throw new IllegalArgumentException("\"" + text + "\" has " + numbers + " numbers; an IPv4 address has 4");
        }
        return address;
    }

    public static String format(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 0xff) + "." + (address >>> 8 & 0xff) + "." + (address & 0xff);
    }
}
