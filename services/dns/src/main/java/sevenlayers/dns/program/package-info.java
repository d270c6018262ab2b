/**
 * The server and the resolver as a program of their own, set by a file: for whoever wants to drive them without the rest of the lab, such as
 * public test suites. docs/dns-program.md says how it is started. Read {@link sevenlayers.dns.program.Configuration} first.
 */
@NullMarked
package sevenlayers.dns.program;

import org.jspecify.annotations.NullMarked;
