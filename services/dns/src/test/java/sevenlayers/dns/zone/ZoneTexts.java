package sevenlayers.dns.zone;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import sevenlayers.dns.message.Records;

/** Zones from a text. */
public final class ZoneTexts {
    private ZoneTexts() {}

    public static Zone zone(String apex, String text) {
        try {
            return read(apex, text);
        } catch (ZoneException e) {
            throw new AssertionError(e);
        }
    }

    static Zone read(String apex, String text) throws ZoneException {
        return MasterFile.read(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "test", Records.name(apex), 100_000);
    }
}
