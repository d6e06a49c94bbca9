package dev.understudy.models;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.langchain4j.model.embedding.onnx.AbstractInProcessEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.HuggingFaceTokenCountEstimator;
import dev.langchain4j.model.embedding.onnx.OnnxBertBiEncoder;
import dev.langchain4j.model.embedding.onnx.PoolingMode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/** all-MiniLM-L6-v2, turning a text into a vector of length one. It computes one text at a time, first come first served. */
final class MiniLm extends AbstractInProcessEmbeddingModel {
    static final int DIMENSIONS = 384;

    private static final int COMPUTE_THREADS = 1;

    private final OnnxBertBiEncoder encoder;
    private final HuggingFaceTokenCountEstimator tokens;
    private final ReentrantLock turn = new ReentrantLock(true);

    private MiniLm(OnnxBertBiEncoder encoder, HuggingFaceTokenCountEstimator tokens) {
        super(Runnable::run);
        this.encoder = encoder;
        this.tokens = tokens;
    }

    static MiniLm load(Variant variant) throws IOException {
        keepTheTokenizerAtHome();
        try (InputStream weights = resource(variant.weights());
                InputStream tokenizer = resource(variant.tokenizer());
                OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(COMPUTE_THREADS);
            options.setInterOpNumThreads(COMPUTE_THREADS);
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            OrtSession session = environment.createSession(weights.readAllBytes(), options);
            return new MiniLm(
                    new OnnxBertBiEncoder(environment, session, tokenizer, PoolingMode.MEAN),
                    new HuggingFaceTokenCountEstimator());
        } catch (OrtException e) {
            throw new IOException("cannot load " + variant.weights() + ": " + e.getMessage(), e);
        }
    }

    /** The tokenizer's library would otherwise report its use when it runs in a cloud, and unpack itself into the home. */
    private static void keepTheTokenizerAtHome() {
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
        if (System.getProperty("ENGINE_CACHE_DIR") == null) {
            System.setProperty(
                    "ENGINE_CACHE_DIR",
                    Path.of(System.getProperty("java.io.tmpdir"), "understudy-models")
                            .toString());
        }
    }

    private static InputStream resource(String name) throws IOException {
        InputStream stream = MiniLm.class.getResourceAsStream(name);
        if (stream == null) {
            throw new FileNotFoundException(
                    name + " is not on the class path (expected: langchain4j's embeddings jar)");
        }
        return stream;
    }

    /** @param text not blank */
    float[] vector(String text) {
        turn.lock();
        try {
            return embed(text).content().vector();
        } finally {
            turn.unlock();
        }
    }

    int tokens(String text) {
        return tokens.estimateTokenCountInText(text);
    }

    /** How near two vectors of length one are: their cosine. */
    static double similarity(float[] left, float[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += (double) left[i] * right[i];
        }
        return sum;
    }

    @Override
    protected OnnxBertBiEncoder model() {
        return encoder;
    }

    @Override
    protected Integer knownDimension() {
        return DIMENSIONS;
    }
}
