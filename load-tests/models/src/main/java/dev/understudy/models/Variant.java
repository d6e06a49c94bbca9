package dev.understudy.models;

/** Which build of the weights. Both come with their Maven artifact; nothing is downloaded. */
public enum Variant {
    FULL("/all-minilm-l6-v2"),
    QUANTIZED("/all-minilm-l6-v2-q");

    private final String resource;

    Variant(String resource) {
        this.resource = resource;
    }

    String weights() {
        return resource + ".onnx";
    }

    String tokenizer() {
        return resource + "-tokenizer.json";
    }
}
