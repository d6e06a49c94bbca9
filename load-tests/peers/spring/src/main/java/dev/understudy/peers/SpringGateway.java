package dev.understudy.peers;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.context.annotation.Bean;

/** Spring Cloud Gateway: {@code SpringGateway --server.port=… --model=http://127.0.0.1:… --events=http://127.0.0.1:…}. */
@SpringBootApplication
public class SpringGateway {
    public static void main(String[] arguments) {
        SpringApplication.run(SpringGateway.class, arguments);
        System.out.println("ready: Spring Cloud Gateway");
    }

    @Bean
    RouteLocator routes(
            RouteLocatorBuilder builder, @Value("${model}") String model, @Value("${events}") String events) {
        return builder.routes()
                .route("events", route -> route.path("/events/**").uri(events))
                .route("model", route -> route.path("/**").uri(model))
                .build();
    }
}
