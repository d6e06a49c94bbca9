package dev.understudy.compare.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.config.Compare;
import dev.understudy.config.Compare.BoxFormat;
import dev.understudy.config.Compare.Profile;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Boxes, masks, groups and risks as model servers write them. */
final class ShapesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{'category_id': 3, 'bbox': [10, 20, 30, 40], 'score': 0.5, 'image_id': 7}]",
                "{'detections': [{'label': 3, 'box': [10, 20, 30, 40], 'confidence': 0.5}]}",
                "{'predictions': [{'label': '3', 'score': 0.5, 'box': {'xmin': 10, 'ymin': 20, 'xmax': 40, 'ymax': 60}}]}",
                "{'objects': [{'class': 3, 'confidence': 0.5, 'name': 'x', 'box': {'x1': 10, 'y1': 20, 'x2': 40, 'y2': 60}}]}",
                "{'boxes': [[10, 20, 30, 40]], 'labels': [3], 'scores': [0.5]}",
                "{'predictions': {'boxes': [[10, 20, 30, 40]], 'labels': [3], 'scores': [0.5]}}"
            })
    void boxes_of_model_servers(String body) {
        Answer answer = found(new BoxExtractor(Optional.empty(), BoxFormat.XYWH), body);

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Detected.class,
                        detected ->
                                assertThat(detected.boxes()).containsExactly(new Box("3", 0.5, 10, 20, 40, 60, false)));
    }

    @Test
    void corners_are_told_from_width_and_height() {
        Answer answer = found(
                new BoxExtractor(Optional.of("/x"), BoxFormat.XYXY), "{'x': [{'label': 'a', 'bbox': [1, 2, 3, 5]}]}");

        assertThat(answer.display()).isEqualTo("a 1 [1, 2, 3, 5]");
        assertThat(found(new BoxExtractor(Optional.of("/x"), BoxFormat.XYXY), "{'x': []}"))
                .isEqualTo(new Answer.Detected(List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{'bbox': [1, 2, 3, 4]}]",
                "[{'label': 'a'}]",
                "[{'label': 'a', 'bbox': [1, 2, -3, 4]}]",
                "[{'label': 'a', 'bbox': [1, 2, 3]}]",
                "[{'label': 'a', 'bbox': [1, 2, 3, '4']}]",
                "[{'label': 'a', 'bbox': [1, 2, 3, 1e999]}]",
                "[{'label': 'a', 'bbox': [1, 2, 3, 4], 'score': 'NaN'}]",
                "[{'label': 'a', 'bbox': [1, 2, 3, 4], 'score': true}]",
                "{'boxes': 'none'}",
                "[true]"
            })
    void what_is_no_box_is_said_and_none_is_left_out(String body) {
        assertThat(extracted(new BoxExtractor(Optional.empty(), BoxFormat.XYWH), body))
                .isInstanceOfSatisfying(
                        Extracted.Unusable.class,
                        unusable -> assertThat(unusable.fault()).isEqualTo(Fault.UNEXPECTED_TYPE));
    }

    @Test
    void a_picture_has_at_most_a_thousand_boxes() {
        String box = "{'label': 'a', 'bbox': [1, 2, 3, 4]}";
        BoxExtractor extractor = new BoxExtractor(Optional.empty(), BoxFormat.XYWH);

        assertThat(extracted(extractor, list(box, 1000))).isInstanceOf(Extracted.Found.class);
        assertThat(extracted(extractor, list(box, 1001))).isInstanceOf(Extracted.Unusable.class);
    }

    /** Two of three columns of ones: the same in every form. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'mask': [[0, 1, 1], [0, 1, 1]]}",
                "{'mask': [[false, true, true], [false, true, true]]}",
                "{'mask': {'size': [2, 3], 'counts': [2, 4]}}",
                "{'segmentation': {'size': [2, 3], 'counts': '24'}}",
                "{'masks': [{'label': 1, 'mask': [[0, 1, 0], [0, 1, 0]]}, {'label': 1, 'mask': [[0, 0, 1], [0, 1, 1]]}]}",
                "[{'category_id': 1, 'segmentation': {'size': [2, 3], 'counts': [2, 1, 0, 3, 0]}}]"
            })
    void masks_of_model_servers(String body) {
        Answer answer = found(new MaskExtractor(Optional.empty()), body);

        assertThat(answer).isInstanceOfSatisfying(Answer.Segmented.class, segmented -> {
            assertThat(segmented.mask().labels()).containsExactly("1");
            assertThat(segmented.mask().area("1")).isEqualTo(4);
        });
        assertThat(answer).isEqualTo(found(new MaskExtractor(Optional.empty()), "[[0, 1, 1], [0, 1, 1]]"));
    }

    @Test
    void masks_share_pixels_of_one_class_in_pictures_of_one_size() {
        Mask one = mask("[[1, 1, 2], [0, 1, 2]]");
        Mask other = mask("[[1, 2, 2], [1, 1, 2]]");

        assertThat(one.shared(other, "1")).isEqualTo(2);
        assertThat(one.shared(other, "2")).isEqualTo(2);
        assertThat(one.shared(mask("[[1, 1], [1, 1]]"), "1")).isZero();
        assertThat(one.shared(other, "3")).isZero();
    }

    @Test
    void a_short_text_may_stand_for_a_large_picture() {
        Mask large = mask("{'size': [1000000, 1000000], 'counts': [0, 1000000000000]}");

        assertThat(large.area("1")).isEqualTo(1_000_000_000_000L);
        assertThat(large.shared(large, "1")).isEqualTo(1_000_000_000_000L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[[0, 1], [0]]",
                "[[0.5]]",
                "[['a']]",
                "[[null]]",
                "{'size': [2, 3], 'counts': [2, 3]}",
                "{'size': [2, 3], 'counts': [2, 5]}",
                "{'size': [2, 3], 'counts': [-1, 7]}",
                "{'size': [2, 3], 'counts': [2, 4.0]}",
                "{'size': [2, 3], 'counts': 'z'}",
                "{'size': [2, 3], 'counts': 'PPPPPPPPPPPPPPPPPPPPPPPPPPPPPP'}",
                "{'size': [2, 3], 'counts': '\\u00ff'}",
                "{'size': [2], 'counts': [2]}",
                "{'size': [4294967296, 4294967296], 'counts': [0]}",
                "[{'mask': [[1]]}]",
                "[{'label': 'cat', 'segmentation': [[10, 10, 20, 10, 20, 20]]}]",
                "{'size': [2, 3], 'counts': [1, 9223372036854775807, 9223372036854775807, 0, 7]}",
                "[{'label': 'a', 'mask': [[1]]}, {'label': 'b', 'mask': [[1, 1]]}]",
                "'text'",
                "true"
            })
    void what_is_no_mask_is_said(String body) {
        assertThat(extracted(new MaskExtractor(Optional.empty()), body)).isInstanceOf(Extracted.Unusable.class);
    }

    @Test
    void a_picture_has_at_most_so_many_classes() {
        MaskExtractor extractor = new MaskExtractor(Optional.empty());
        String row = IntStream.rangeClosed(1, 256).mapToObj(Integer::toString).collect(Collectors.joining(","));

        assertThat(extracted(extractor, "[[" + row + "]]")).isInstanceOf(Extracted.Found.class);
        assertThat(extracted(extractor, "[[" + row + ",257]]")).isInstanceOf(Extracted.Unusable.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'cluster': 3, 'vector': [1, 2]}      | 3 | true
            {'cluster': 'a', 'embedding': 'AACAPw=='} | a | true
            {'segment': 'vip'}                    | vip | false
            {'predictions': [2]}                  | 2 | false
            """)
    void groups_of_model_servers(String body, String label, boolean hasVector) {
        assertThat(found(new ClusterExtractor(Optional.empty(), Optional.empty()), body))
                .isInstanceOfSatisfying(Answer.Cluster.class, cluster -> {
                    assertThat(cluster.label()).isEqualTo(label);
                    assertThat(cluster.vector() != null).isEqualTo(hasVector);
                });
    }

    @Test
    void a_vector_that_is_none_or_too_long_or_not_where_it_should_be_is_said() {
        ClusterExtractor usual = new ClusterExtractor(Optional.empty(), Optional.empty());
        ClusterExtractor named = new ClusterExtractor(Optional.of("/c"), Optional.of("/v"));

        assertThat(extracted(usual, "{'cluster': 1, 'vector': ['a']}"))
                .isEqualTo(new Extracted.Unusable(Fault.UNEXPECTED_TYPE, "/vector"));
        assertThat(extracted(usual, "{'cluster': 1, 'vector': " + list("1", 4096) + "}"))
                .isInstanceOf(Extracted.Found.class);
        assertThat(extracted(usual, "{'cluster': 1, 'vector': " + list("1", 4097) + "}"))
                .isEqualTo(new Extracted.Unusable(Fault.UNEXPECTED_TYPE, "/vector"));
        assertThat(extracted(named, "{'c': 1}")).isEqualTo(new Extracted.Unusable(Fault.POINTER_UNMATCHED, "/v"));
        assertThat(extracted(named, "{'c': {}, 'v': [1]}"))
                .isEqualTo(new Extracted.Unusable(Fault.UNEXPECTED_TYPE, "/c"));
    }

    @Test
    void risks_are_numbers() {
        Extractor extractor = Extractor.of(new Compare(Profile.SURVIVAL));

        assertThat(found(extractor, "{'risk': 0.25}")).isEqualTo(new Answer.Risk(0.25));
        assertThat(found(extractor, "{'predictions': [-3]}")).isEqualTo(new Answer.Risk(-3));
        assertThat(extracted(extractor, "{'risk': true}"))
                .isEqualTo(new Extracted.Unusable(Fault.UNEXPECTED_TYPE, "/risk"));
    }

    private static Mask mask(String json) {
        Answer answer = found(new MaskExtractor(Optional.empty()), json);
        return ((Answer.Segmented) answer).mask();
    }

    private static String list(String element, int times) {
        return IntStream.range(0, times).mapToObj(i -> element).collect(Collectors.joining(",", "[", "]"));
    }

    private static Answer found(Extractor extractor, String json) {
        Extracted extracted = extracted(extractor, json);
        assertThat(extracted).as(json).isInstanceOf(Extracted.Found.class);
        return ((Extracted.Found) extracted).answer();
    }

    private static Extracted extracted(Extractor extractor, String json) {
        JsonNode document = Bodies.json(json.replace('\'', '"')).orElseThrow();
        return extractor.from(document);
    }
}
