package dev.understudy.peers;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.context.annotation.Bean;

/** Spring Cloud Gateway with one route: {@code SpringGateway --server.port=… --upstream=http://127.0.0.1:…}. */
@SpringBootApplication
public class SpringGateway {
    public static void main(String[] arguments) {
        SpringApplication.run(SpringGateway.class, arguments);
        System.out.println("ready: Spring Cloud Gateway");
    }

    @Bean
    RouteLocator routes(
            RouteLocatorBuilder builder,
            @Value("${upstream}") String upstream) {
        return builder.routes()
                .route("all", route -> route.path("/**").uri(upstream))
                .build();
    }
}
