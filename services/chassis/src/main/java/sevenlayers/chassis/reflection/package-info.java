/** Comments for gRPC reflection: protoc leaves them out of generated code, the contract jar carries them in sevenlayers.protoset. */
@NullMarked
package sevenlayers.chassis.reflection;

import org.jspecify.annotations.NullMarked;
