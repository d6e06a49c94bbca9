package dev.understudy.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ObjectInputStream;

/** Who may import whom (docs/architecture.md). A rule about a package that is not there yet holds. */
@AnalyzeClasses(packages = "dev.understudy", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] DATA_PLANE = {
        "..gateway.assign..",
        "..gateway.route..",
        "..gateway.proxy..",
        "..gateway.upstream..",
        "..gateway.merge..",
        "..gateway.tls..",
        "..gateway.http1..",
        "..gateway.http2..",
        "..gateway.wire..",
        "..gateway.llm..",
        "..gateway.observe.."
    };
    private static final String[] PURE = {"..gateway.assign..", "..gateway.route..", "..gateway.merge.."};
    private static final String[] CONTROL_PLANE = {
        "..gateway.admin..", "..gateway.reload..", "..gateway.rollout..", "..gateway.command.."
    };
    private static final String ADMIN = "..gateway.admin..";
    private static final String OBSERVE = "..gateway.observe..";
    private static final String TRACE = "..gateway.trace..";
    private static final String COMMAND = "..gateway.command..";

    @ArchTest
    static final ArchRule the_rules_look_at_our_classes =
            classes().that().resideInAnyPackage(PURE).should().resideInAPackage("dev.understudy.gateway..");

    @ArchTest
    static final ArchRule the_data_plane_knows_nothing_of_the_control_plane = noClasses()
            .that()
            .resideInAnyPackage(DATA_PLANE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CONTROL_PLANE)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule vertx_is_for_the_admin_listener_alone = noClasses()
            .that()
            .resideOutsideOfPackage(ADMIN)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..");

    @ArchTest
    static final ArchRule yaml_is_read_in_config_alone = noClasses()
            .that()
            .resideOutsideOfPackage("dev.understudy.config..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.snakeyaml..", "org.yaml..");

    @ArchTest
    static final ArchRule what_decides_and_mixes_is_pure = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "io.vertx..", "java.net..", "java.nio.file..", "..gateway.proxy..");

    @ArchTest
    static final ArchRule what_reads_language_models_knows_buffers_and_no_connection = noClasses()
            .that()
            .resideInAPackage("..gateway.llm..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.netty.channel..",
                    "io.netty.handler..",
                    "..gateway.proxy..",
                    "..gateway.upstream..",
                    "java.net..");

    @ArchTest
    static final ArchRule feedback_is_free_of_any_transport = noClasses()
            .that()
            .resideInAPackage("..gateway.feedback..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "io.vertx..", "..gateway.proxy..", "..gateway.upstream..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule commands_are_the_top_and_nothing_depends_on_them = noClasses()
            .that()
            .resideOutsideOfPackage(COMMAND)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(COMMAND);

    @ArchTest
    static final ArchRule nothing_below_the_gateway_depends_on_it = noClasses()
            .that()
            .resideOutsideOfPackage("dev.understudy.gateway..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.understudy.gateway..");

    @ArchTest
    static final ArchRule config_depends_on_nothing_of_ours = noClasses()
            .that()
            .resideInAPackage("dev.understudy.config..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.understudy.pair..", "dev.understudy.log..", "dev.understudy.gateway..");

    @ArchTest
    static final ArchRule an_event_loop_never_sleeps = noClasses()
            .that()
            .resideInAnyPackage(DATA_PLANE)
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", long.class, int.class)
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.concurrent.locks.LockSupport");

    @ArchTest
    static final ArchRule every_meter_stands_in_the_catalogue = noClasses()
            .that()
            .resideOutsideOfPackage(OBSERVE)
            .should()
            .dependOnClassesThat(JavaClass.Predicates.simpleName("Builder")
                    .and(JavaClass.Predicates.resideInAPackage("io.micrometer.core.instrument..")))
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("io.micrometer.core.instrument.binder.(jvm|system)..")
            .orShould()
            .callMethodWhere(JavaCall.Predicates.target(
                            HasOwner.Predicates.With.owner(JavaClass.Predicates.assignableTo(MeterRegistry.class)))
                    .and(JavaCall.Predicates.target(HasName.Predicates.nameMatching(
                            "counter|gauge|gaugeCollectionSize|gaugeMapSize|timer|summary|more"))));

    @ArchTest
    static final ArchRule what_is_observed_is_not_known_to_who_observes = noClasses()
            .that()
            .resideInAnyPackage(OBSERVE, TRACE, "..gateway.access..", "..gateway.pressure..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..gateway.proxy..",
                    "..gateway.upstream..",
                    "..gateway.admin..",
                    "..gateway.reload..",
                    "..gateway.rollout..",
                    "..gateway.command..",
                    "..gateway.feedback..");

    @ArchTest
    static final ArchRule opentelemetry_is_for_sending_spans_alone = noClasses()
            .that()
            .resideOutsideOfPackage(TRACE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.opentelemetry..");

    @ArchTest
    static final ArchRule we_log_through_slf4j =
            noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..");

    @ArchTest
    static final ArchRule nothing_is_deserialised_into_objects_of_the_senders_choice =
            noClasses().should().dependOnClassesThat().areAssignableTo(ObjectInputStream.class);
}
