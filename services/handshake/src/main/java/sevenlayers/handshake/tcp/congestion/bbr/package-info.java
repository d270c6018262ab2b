/**
 * BBR, version 3 (draft-ietf-ccwg-bbr-06, whose sections are named): a model of the path, its rate and its shortest round trip, decides how
 * fast and how much is sent; loss bounds it and does not halve it. Read {@code State} for what it does in turn, then {@code Bbr}; each of the
 * other types is one part of the model. Rates are bytes a second, amounts bytes, times nanoseconds.
 */
@NullMarked
package sevenlayers.handshake.tcp.congestion.bbr;

import org.jspecify.annotations.NullMarked;
