package dev.understudy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstanceTest {
    @ParameterizedTest
    @CsvSource({"gw-1, gw-1", "_gw, gw", "生产-1, 1", "生产, gateway", "..hidden, hidden", "a b/c, a-b-c"})
    void any_name_becomes_one_that_a_file_can_begin_with(String given, String name) {
        assertThat(Instance.fileName(given)).isEqualTo(name);
    }

    @Test
    void containers_of_long_names_stay_apart() {
        String pod = "understudy-gateway-production-eu-west-1-7c9d8f6b5d-";

        assertThat(Instance.fileName(pod + "x2x9z")).isNotEqualTo(Instance.fileName(pod + "k4p7q"));
        assertThat(Instance.fileName("x".repeat(300))).hasSize(80);
    }
}
