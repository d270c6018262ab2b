package sevenlayers.client.channel;

import java.util.List;
import sevenlayers.client.v1.ChannelEvent.Kind;

/**
 * Something that happened in a channel and explains where its calls go.
 *
 * @param kind      what happened
 * @param channel   the channel's number in its set, from 1
 * @param addresses the addresses that it is about
 * @param state     a subchannel's new state; else empty
 * @param detail    the rest, in words; may be empty
 * @param atNanos   when, by {@link System#nanoTime}
 */
public record ChannelNews(Kind kind, int channel, List<String> addresses, String state, String detail, long atNanos) {}
