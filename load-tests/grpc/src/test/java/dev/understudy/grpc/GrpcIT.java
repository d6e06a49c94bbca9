package dev.understudy.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.understudy.gateway.Gateway;
import dev.understudy.grpc.inference.GRPCInferenceServiceGrpc;
import dev.understudy.grpc.inference.ModelInferRequest;
import dev.understudy.grpc.inference.ModelInferResponse;
import dev.understudy.grpc.inference.ModelMetadataRequest;
import dev.understudy.grpc.inference.ModelStreamInferResponse;
import dev.understudy.grpc.inference.ServerLiveRequest;
import dev.understudy.log.PairFilter;
import dev.understudy.log.PairLog;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** gRPC passes with all that belongs to it, its unary calls are paired, and what goes wrong is said in its own words. */
class GrpcIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private final InferenceServer legacy = new InferenceServer("v1");
    private final InferenceServer candidate = new InferenceServer("v2");
    private final List<AutoCloseable> open = new ArrayList<>(List.of(legacy, candidate));

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @Test
    void a_unary_call_is_answered_by_legacy_and_paired_with_the_candidate() throws Exception {
        ManagedChannel channel = shadowed();
        AtomicReference<Metadata> headers = new AtomicReference<>();
        AtomicReference<Metadata> trailers = new AtomicReference<>();
        Metadata sent = new Metadata();
        sent.put(InferenceServer.TENANT, "acme");

        ModelInferResponse answer = GRPCInferenceServiceGrpc.newBlockingStub(channel)
                .withInterceptors(
                        MetadataUtils.newAttachHeadersInterceptor(sent),
                        MetadataUtils.newCaptureMetadataInterceptor(headers, trailers))
                .modelInfer(request("echo", "1"));

        assertThat(answer.getModelName()).isEqualTo("v1");
        assertThat(answer.getId()).isEqualTo("1");
        assertThat(legacy.received().get(0).get(InferenceServer.TENANT)).isEqualTo("acme");
        assertThat(Objects.requireNonNull(headers.get())
                        .get(Metadata.Key.of("x-understudy-id", Metadata.ASCII_STRING_MARSHALLER)))
                .isNotNull();
        Pair pair = pairs(1).get(0);
        assertThat(pair.request().path()).isEqualTo("/inference.GRPCInferenceService/ModelInfer");
        assertThat(pair.legs()).hasSize(2).allSatisfy(leg -> {
            assertThat(leg.outcome()).isEqualTo(Leg.Outcome.OK);
            assertThat(leg.status()).isEqualTo(200);
            assertThat(leg.headers()).containsEntry("grpc-status", "0");
        });
        assertThat(message(leg(pair, Leg.Role.LEGACY)).getModelName()).isEqualTo("v1");
        assertThat(message(leg(pair, Leg.Role.CANDIDATE)).getModelName()).isEqualTo("v2");
        assertThat(message(leg(pair, Leg.Role.CANDIDATE)).getId()).isEqualTo("1");
    }

    @Test
    void every_kind_of_unary_call_passes() throws Exception {
        GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub stub =
                GRPCInferenceServiceGrpc.newBlockingStub(shadowed());

        assertThat(stub.serverLive(ServerLiveRequest.getDefaultInstance()).getLive())
                .isTrue();
        assertThat(stub.modelMetadata(
                                ModelMetadataRequest.newBuilder().setName("m").build())
                        .getPlatform())
                .isEqualTo("v1");
        assertThat(pairs(2))
                .allSatisfy(pair -> assertThat(pair.legs())
                        .allSatisfy(leg -> assertThat(leg.outcome()).isEqualTo(Leg.Outcome.OK)));
    }

    @Test
    void what_a_model_says_went_wrong_reaches_the_client_and_the_record() throws Exception {
        GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub stub =
                GRPCInferenceServiceGrpc.newBlockingStub(shadowed());

        assertThatThrownBy(() -> stub.modelInfer(request("refuse", "1")))
                .isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
                    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
                    assertThat(e.getStatus().getDescription()).isEqualTo("shape [1,3] expected");
                });
        assertThat(pairs(1).get(0).legs()).hasSize(2).allSatisfy(leg -> {
            assertThat(leg.outcome()).isEqualTo(Leg.Outcome.ERROR);
            assertThat(leg.cause()).isEqualTo("grpcInvalidArgument");
        });
    }

    @Test
    void large_messages_pass_and_are_paired() throws Exception {
        ByteString large = ByteString.copyFrom(new byte[4 * 1024 * 1024]);
        ManagedChannel channel = gateway("""
                routes:
                  - name: all
                    match: {path: {prefix: /}}
                    shadow:
                      legacy: v1
                      candidates: [{model: v2, percent: 100}]
                      limits: {maxBody: 16MiB, timeout: 30s}
                    record: {percent: 100, maxBody: 1KiB}
                """);

        ModelInferResponse answer = GRPCInferenceServiceGrpc.newBlockingStub(channel)
                .withMaxInboundMessageSize(16 * 1024 * 1024)
                .modelInfer(ModelInferRequest.newBuilder()
                        .setModelName("echo")
                        .addRawInputContents(large)
                        .build());

        assertThat(answer.getRawOutputContents(0)).isEqualTo(large);
        assertThat(pairs(1).get(0).legs()).allSatisfy(leg -> {
            assertThat(leg.outcome()).isEqualTo(Leg.Outcome.OK);
            assertThat(leg.body()).isNotNull();
            assertThat(Objects.requireNonNull(leg.body()).length()).isGreaterThan(large.size());
        });
    }

    @Test
    void both_sides_speak_at_once_in_a_stream_which_is_not_copied() throws Exception {
        BlockingQueue<ModelStreamInferResponse> answers = new LinkedBlockingQueue<>();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        StreamObserver<ModelInferRequest> requests =
                GRPCInferenceServiceGrpc.newStub(shadowed()).modelStreamInfer(collecting(answers, ended));

        for (int i = 0; i < 3; i++) {
            requests.onNext(request("echo", Integer.toString(i)));
            ModelStreamInferResponse answer = answers.poll(30, TimeUnit.SECONDS);
            assertThat(answer).isNotNull();
            assertThat(answer.getInferResponse().getId()).isEqualTo(Integer.toString(i));
        }
        requests.onCompleted();
        ended.get(30, TimeUnit.SECONDS);

        Pair pair = pairs(1).get(0);
        assertThat(leg(pair, Leg.Role.LEGACY).outcome()).isEqualTo(Leg.Outcome.OK);
        assertThat(leg(pair, Leg.Role.CANDIDATE).outcome()).isEqualTo(Leg.Outcome.SKIPPED);
        assertThat(leg(pair, Leg.Role.CANDIDATE).cause()).isEqualTo("streamedRequest");
        assertThat(candidate.received()).isEmpty();
    }

    @Test
    void a_deadline_is_the_models_too() throws Exception {
        GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub stub =
                GRPCInferenceServiceGrpc.newBlockingStub(shadowed()).withDeadlineAfter(Duration.ofSeconds(3));

        assertThatThrownBy(() -> stub.modelInfer(request("hang", "1")))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED));
        legacy.cancelled().get(30, TimeUnit.SECONDS);
        candidate.cancelled().get(30, TimeUnit.SECONDS);
        assertThat(pairs(1).get(0).legs())
                .allSatisfy(leg -> assertThat(leg.outcome()).isIn(Leg.Outcome.TIMEOUT, Leg.Outcome.CANCELLED));
    }

    @Test
    void a_caller_that_gives_up_is_felt_by_the_model() throws Exception {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        AtomicReference<ClientCallStreamObserver<ModelInferRequest>> call = new AtomicReference<>();
        GRPCInferenceServiceGrpc.newStub(shadowed())
                .modelInfer(request("hang", "1"), new ClientResponseObserver<ModelInferRequest, ModelInferResponse>() {
                    @Override
                    public void beforeStart(ClientCallStreamObserver<ModelInferRequest> begun) {
                        call.set(begun);
                    }

                    @Override
                    public void onNext(ModelInferResponse answer) {}

                    @Override
                    public void onError(Throwable gone) {
                        ended.complete(null);
                    }

                    @Override
                    public void onCompleted() {}
                });
        await().atMost(PATIENCE).until(() -> !legacy.received().isEmpty());
        Objects.requireNonNull(call.get()).cancel("no longer", null);

        legacy.cancelled().get(30, TimeUnit.SECONDS);
        ended.get(30, TimeUnit.SECONDS);
        assertThat(leg(pairs(1).get(0), Leg.Role.LEGACY).outcome()).isEqualTo(Leg.Outcome.CANCELLED);
    }

    @Test
    void what_goes_wrong_here_is_said_in_statuses() throws Exception {
        ManagedChannel channel = gateway("""
                routes:
                  - name: dead
                    match: {path: {prefix: /inference.GRPCInferenceService/ModelInfer}}
                    model: dead
                  - name: old
                    match: {path: {prefix: /inference.GRPCInferenceService/ServerLive}}
                    model: old
                """);
        GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub stub =
                GRPCInferenceServiceGrpc.newBlockingStub(channel);

        assertThat(codeOf(() -> stub.modelInfer(request("echo", "1")))).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(codeOf(() -> stub.serverLive(ServerLiveRequest.getDefaultInstance())))
                .isEqualTo(Status.Code.UNIMPLEMENTED);
        assertThat(codeOf(() -> stub.modelMetadata(ModelMetadataRequest.getDefaultInstance())))
                .isEqualTo(Status.Code.UNIMPLEMENTED);
    }

    @Test
    void legacy_answers_when_a_candidate_says_that_it_is_broken() throws Exception {
        ManagedChannel channel = gateway("""
                routes:
                  - name: all
                    match: {path: {prefix: /}}
                    ab:
                      arms: [{model: v1, weight: 0}, {model: dead, weight: 100}]
                      fallback: {on: [connectError, status5xx]}
                """);

        assertThat(GRPCInferenceServiceGrpc.newBlockingStub(channel)
                        .modelInfer(request("echo", "1"))
                        .getModelName())
                .isEqualTo("v1");
    }

    private ManagedChannel shadowed() throws Exception {
        return gateway("""
                routes:
                  - name: all
                    match: {path: {prefix: /}}
                    shadow: {legacy: v1, candidates: [{model: v2, percent: 100}]}
                """);
    }

    private ManagedChannel gateway(String routes) throws Exception {
        Path file = Files.writeString(
                directory.resolve("understudy.yaml"),
                """
                version: 1
                listen: {http: "127.0.0.1:0", http2: true}
                admin: {http: "127.0.0.1:0"}
                sink: {path: "%s"}
                # How late loops are says how busy the machine is that tests run on.
                pressure: {loopLag: 1m}
                models:
                  v1: {url: "%s", http2: true, timeout: {connect: 20s}}
                  v2: {url: "%s", http2: true, timeout: {connect: 20s}}
                  dead: {url: "http://127.0.0.1:1", http2: true}
                  old: {url: "%s"}
                """.formatted(directory.resolve("data"), legacy.url(), candidate.url(), legacy.url()) + routes);
        Gateway gateway = Gateway.start(file);
        open.add(gateway);
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", gateway.port())
                .usePlaintext()
                .build();
        open.add(channel::shutdownNow);
        return channel;
    }

    private List<Pair> pairs(int count) {
        return await().atMost(PATIENCE).until(this::pairs, all -> all.size() >= count);
    }

    private List<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        try {
            PairLog.at(directory.resolve("data")).forEach(PairFilter.ALL, pairs::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pairs;
    }

    private static Status.Code codeOf(Runnable call) {
        try {
            call.run();
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }

    private static Leg leg(Pair pair, Leg.Role role) {
        return pair.legs().stream()
                .filter(leg -> leg.role() == role)
                .findFirst()
                .orElseThrow();
    }

    /** What the leg answered, out of gRPC's frame. */
    private static ModelInferResponse message(Leg leg) throws IOException {
        byte[] body = leg.body() == null ? new byte[0] : leg.body().bytes();
        return ModelInferResponse.parseFrom(ByteString.copyFrom(body, 5, body.length - 5));
    }

    private static ModelInferRequest request(String model, String id) {
        return ModelInferRequest.newBuilder()
                .setModelName(model)
                .setId(id)
                .addRawInputContents(ByteString.copyFromUtf8("input " + id))
                .build();
    }

    private static StreamObserver<ModelStreamInferResponse> collecting(
            BlockingQueue<ModelStreamInferResponse> answers, CompletableFuture<Void> ended) {
        return new StreamObserver<>() {
            @Override
            public void onNext(ModelStreamInferResponse answer) {
                answers.add(answer);
            }

            @Override
            public void onError(Throwable problem) {
                ended.completeExceptionally(problem);
            }

            @Override
            public void onCompleted() {
                ended.complete(null);
            }
        };
    }
}
