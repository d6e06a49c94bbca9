/** Inference over gRPC, with generated stubs and real servers, through a gateway in this process. */
@NullMarked
package dev.understudy.grpc;

import org.jspecify.annotations.NullMarked;
