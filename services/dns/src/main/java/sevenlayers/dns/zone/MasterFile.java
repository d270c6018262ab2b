package sevenlayers.dns.zone;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;

/** Reads a zone as it is written by hand (RFC 1035 §5; $TTL of RFC 2308 §4; unknown types of RFC 3597). $INCLUDE is not followed. */
public final class MasterFile {
    private MasterFile() {}

    /**
     * Reads a file.
     *
     * @throws ZoneException the file, the line, what is wrong and what is expected
     */
    public static Zone read(Path file, Name apex) throws ZoneException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file.toString(), apex, Integer.MAX_VALUE);
        } catch (NoSuchFileException e) {
            throw new ZoneException(file + " is not there");
        } catch (IOException e) {
            throw new ZoneException(file + " cannot be read: " + e.getMessage());
        }
    }

    /**
     * Reads a text.
     *
     * @param called what to call it where something is wrong
     * @param most records that it may have
     */
    public static Zone read(InputStream text, String called, Name apex, int most) throws ZoneException {
        Lines lines = new Lines(text);
        ZoneBuilder builder = new ZoneBuilder(apex);
        try (Master master = new Master(lines, apex)) {
            master.disableIncludes(true);
            int count = 0;
            @Nullable Record record;
            while ((record = master.nextRecord()) != null) {
                if (++count > most) {
                    throw new ZoneException("more than " + most + " records");
                }
                builder.add(record);
            }
            return builder.build();
        } catch (ZoneException e) {
            throw new ZoneException(called + ":" + lines.line + ": " + e.getMessage());
        } catch (TextParseException e) {
            throw new ZoneException(called + ":" + lines.line + ": " + said(e));
        } catch (IOException | RuntimeException e) {
            throw new ZoneException(called + ":" + lines.line + ": it cannot be read: " + e.getMessage());
        }
    }

    /** dnsjava puts its own place before what it says. */
    private static String said(TextParseException e) {
        String text = String.valueOf(e.getMessage());
        int place = text.indexOf(": ");
        return place >= 0 && text.substring(0, place).matches(".*:\\d+") ? text.substring(place + 2) : text;
    }

    /** Gives away a line at a time, so that it knows in which one the reader is. */
    private static final class Lines extends FilterInputStream {
        int line;
        private boolean inLine;

        Lines(InputStream in) {
            super(in.markSupported() ? in : new BufferedInputStream(in));
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = 0;
            while (count < length) {
                int next = in.read();
                if (next < 0) {
                    return count == 0 ? -1 : count;
                }
                if (!inLine) {
                    line++;
                    inLine = true;
                }
                into[offset + count++] = (byte) next;
                if (next == '\n') {
                    inLine = false;
                    return count;
                }
            }
            return count;
        }

        @Override
        public int available() {
            return 0; // or a reader with a buffer would ask for the next line, too
        }
    }
}
