/** How many questions a second the DNS server and resolver answer, beside others with the same zone and the same load; and what memory takes. */
@NullMarked
package sevenlayers.bench.dns;

import org.jspecify.annotations.NullMarked;
