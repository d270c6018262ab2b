package sevenlayers.client.drive;

import sevenlayers.client.channel.ChannelNews;

/** What other threads tell a drive's thread, which alone owns its state. */
sealed interface Signal permits DrivenCall, Signal.News, Signal.Word {

    /** Something happened in a channel. */
    record News(ChannelNews news) implements Signal {}

    /** Signals that carry nothing. */
    enum Word implements Signal {
        /** The reader has room again. */
        READER_READY,
        /** Every subchannel of every channel is READY. */
        ALL_READY,
        /** The drive is to stop at once. */
        CANCEL
    }
}
