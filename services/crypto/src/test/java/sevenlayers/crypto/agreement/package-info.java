@org.jspecify.annotations.NullMarked
package sevenlayers.crypto.agreement;
