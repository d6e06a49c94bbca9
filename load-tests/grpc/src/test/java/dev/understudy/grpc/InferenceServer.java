package dev.understudy.grpc;

import com.google.protobuf.ByteString;
import dev.understudy.grpc.inference.GRPCInferenceServiceGrpc;
import dev.understudy.grpc.inference.ModelInferRequest;
import dev.understudy.grpc.inference.ModelInferResponse;
import dev.understudy.grpc.inference.ModelMetadataRequest;
import dev.understudy.grpc.inference.ModelMetadataResponse;
import dev.understudy.grpc.inference.ModelReadyRequest;
import dev.understudy.grpc.inference.ModelReadyResponse;
import dev.understudy.grpc.inference.ModelStreamInferResponse;
import dev.understudy.grpc.inference.ServerLiveRequest;
import dev.understudy.grpc.inference.ServerLiveResponse;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server of the Open Inference Protocol on a free port. A model's name says what it does: {@code echo} sends back its raw
 * inputs, {@code refuse} says that they are wrong, {@code break} fails, {@code hang} never answers.
 */
final class InferenceServer implements AutoCloseable {
    static final Metadata.Key<String> TENANT = Metadata.Key.of("x-tenant", Metadata.ASCII_STRING_MARSHALLER);

    private final String name;
    private final Server server;
    private final List<Metadata> received = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> cancelled = new CompletableFuture<>();

    InferenceServer(String name) {
        this.name = name;
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .maxInboundMessageSize(16 * 1024 * 1024)
                    .intercept(new Noting())
                    .addService(new Service())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getPort();
    }

    /** The metadata of every call, in order. */
    List<Metadata> received() {
        return received;
    }

    /** Done when a call was given up by its caller. */
    CompletableFuture<Void> cancelled() {
        return cancelled;
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    /** Keeps metadata, and sends back the tenant. */
    private final class Noting implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            received.add(headers);
            Context.current().addListener(context -> cancelled.complete(null), Runnable::run);
            return next.startCall(call, headers);
        }
    }

    private final class Service extends GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase {
        @Override
        public void serverLive(ServerLiveRequest request, StreamObserver<ServerLiveResponse> answer) {
            answer.onNext(ServerLiveResponse.newBuilder().setLive(true).build());
            answer.onCompleted();
        }

        @Override
        public void modelReady(ModelReadyRequest request, StreamObserver<ModelReadyResponse> answer) {
            answer.onNext(ModelReadyResponse.newBuilder()
                    .setReady(request.getName().equals("echo"))
                    .build());
            answer.onCompleted();
        }

        @Override
        public void modelMetadata(ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> answer) {
            answer.onNext(ModelMetadataResponse.newBuilder()
                    .setName(request.getName())
                    .setPlatform(name)
                    .addVersions("1")
                    .build());
            answer.onCompleted();
        }

        @Override
        public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> answer) {
            switch (request.getModelName()) {
                case "refuse" ->
                    answer.onError(Status.INVALID_ARGUMENT
                            .withDescription("shape [1,3] expected")
                            .asRuntimeException());
                case "break" -> answer.onError(Status.INTERNAL.asRuntimeException());
                case "hang" ->
                    ((ServerCallStreamObserver<ModelInferResponse>) answer)
                            .setOnCancelHandler(() -> cancelled.complete(null));
                default -> {
                    answer.onNext(inferred(request));
                    answer.onCompleted();
                }
            }
        }

        @Override
        public StreamObserver<ModelInferRequest> modelStreamInfer(StreamObserver<ModelStreamInferResponse> answer) {
            return new StreamObserver<>() {
                @Override
                public void onNext(ModelInferRequest request) {
                    answer.onNext(ModelStreamInferResponse.newBuilder()
                            .setInferResponse(inferred(request))
                            .build());
                }

                @Override
                public void onError(Throwable gone) {
                    cancelled.complete(null);
                }

                @Override
                public void onCompleted() {
                    answer.onCompleted();
                }
            };
        }

        private ModelInferResponse inferred(ModelInferRequest request) {
            List<ByteString> raw = request.getRawInputContentsList();
            return ModelInferResponse.newBuilder()
                    .setModelName(name)
                    .setId(request.getId())
                    .addAllRawOutputContents(raw)
                    .build();
        }
    }
}
