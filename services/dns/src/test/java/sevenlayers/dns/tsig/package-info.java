@org.jspecify.annotations.NullMarked
package sevenlayers.dns.tsig;
