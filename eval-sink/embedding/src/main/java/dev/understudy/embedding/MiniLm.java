package dev.understudy.embedding;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.model.embedding.onnx.AbstractInProcessEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.OnnxBertBiEncoder;
import dev.langchain4j.model.embedding.onnx.PoolingMode;
import dev.langchain4j.model.output.Response;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;

/**
 * all-MiniLM-L6-v2 in full precision. Any thread may use it; each text is computed by the thread that asks, on one core, so
 * that the same text gives the same vector whatever else is under way.
 */
final class MiniLm extends AbstractInProcessEmbeddingModel implements TextVectors.Model {
    /** What the tokenizer leaves of a longer text, without a word about it. */
    static final int TOKENS_AT_ONCE = 126;

    private static final String WEIGHTS = "/all-minilm-l6-v2.onnx";
    private static final String TOKENIZER = "/all-minilm-l6-v2-tokenizer.json";
    private static final int DIMENSIONS = 384;
    private static final TextVectors.Computed NOTHING = new TextVectors.Computed(new float[0], 0);

    private final OnnxBertBiEncoder encoder;

    private MiniLm(OnnxBertBiEncoder encoder) {
        super(Runnable::run);
        this.encoder = encoder;
    }

    /** Takes a second or two. */
    static MiniLm load() throws IOException {
        keepTheTokenizerAtHomeAndQuiet();
        try (InputStream weights = resource(WEIGHTS);
                InputStream tokenizer = resource(TOKENIZER);
                OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            OrtSession session = environment.createSession(weights.readAllBytes(), options);
            return new MiniLm(new OnnxBertBiEncoder(environment, session, tokenizer, PoolingMode.MEAN));
        } catch (OrtException e) {
            throw new IOException(WEIGHTS + ": " + e.getMessage(), e);
        }
    }

    @Override
    public TextVectors.Computed compute(String text) {
        Response<Embedding> answer;
        try {
            answer = embed(text);
        } catch (IllegalArgumentException textWithoutTokens) {
            return NOTHING;
        }
        return new TextVectors.Computed(
                answer.content().vector(),
                Objects.requireNonNull(answer.tokenUsage()).inputTokenCount());
    }

    @Override
    protected OnnxBertBiEncoder model() {
        return encoder;
    }

    @Override
    protected Integer knownDimension() {
        return DIMENSIONS;
    }

    /**
     * The tokenizer's library would otherwise report its use when it runs in a cloud, unpack itself into the home, and tell
     * everybody that there is no graphics card.
     */
    private static void keepTheTokenizerAtHomeAndQuiet() {
        System.setProperty("org.slf4j.simpleLogger.log.ai.djl", "error");
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
}
