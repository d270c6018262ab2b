package sevenlayers.client.drive;

import sevenlayers.client.v1.DriveResponse;

/** Where a drive's story goes. Used by the drive's thread only. */
public interface ReportSink {

    /** Whether the reader has room. When it has again, {@link DriveHandle#readerReady} must be called. */
    boolean isReady();

    /** Sends the next piece. */
    void send(DriveResponse piece);
}
