package dev.understudy.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactedQueryTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    q=tents&page=2                       | q=tents&page=2
                    key=AIza                             | key=REDACTED
                    q=a&api_key=b&x=c                    | q=a&api_key=REDACTED&x=c
                    access_token=a;id_token=b            | access_token=REDACTED;id_token=REDACTED
                    X-Amz-Signature=a&X-Amz-Credential=b | X-Amz-Signature=REDACTED&X-Amz-Credential=REDACTED
                    sig=a%3D%3D&se=2026                  | sig=REDACTED&se=2026
                    %74oken=a                            | %74oken=REDACTED
                    TOKEN=a=b                            | TOKEN=REDACTED
                    token                                | token
                    a&&b=%zz&%zz=c                       | a&&b=%zz&%zz=c
                    password=                            | password=REDACTED
                    client_secret=a#token                | client_secret=REDACTED
                    """)
    void the_values_of_what_sounds_secret_are_gone(String query, String redacted) {
        assertThat(RedactedQuery.of(query)).isEqualTo(redacted);
    }
}
