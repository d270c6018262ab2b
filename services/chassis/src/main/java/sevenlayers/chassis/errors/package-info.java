/** How a call fails: a gRPC status with details that a program can read (google.rpc.BadRequest, google.rpc.ErrorInfo), never a stack trace. */
@NullMarked
package sevenlayers.chassis.errors;

import org.jspecify.annotations.NullMarked;
