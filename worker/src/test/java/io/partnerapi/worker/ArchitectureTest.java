package io.partnerapi.worker;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import com.tngtech.archunit.lang.syntax.elements.ClassesShould;
import java.time.Clock;
import java.time.Instant;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The directions between the packages, and what may be touched in one place only. */
class ArchitectureTest {

    private static final String ROOT = "io.partnerapi.worker";
    private static final String TRANSACTION =
            "initTransactions|beginTransaction|sendOffsetsToTransaction|commitTransaction|abortTransaction";

    private static final JavaClasses WORKER = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);
    private static final JavaClasses VIOLATIONS = new ClassFileImporter().importPackages(ROOT + ".violations");

    static Stream<ArchRule> rules() {
        return Stream.of(places(), stages(), time(), names())
                .flatMap(rules -> rules)
                .map(rule -> rule.allowEmptyShould(true));
    }

    private static Stream<ArchRule> places() {
        return Stream.of(
                slices().matching("..(*)").should().beFreeOfCycles(),
                outside("intake", "state")
                        .dependOnClassesThat(assignableTo(Consumer.class))
                        .because("one class owns the consumer of the commands, on its own thread"),
                outside("cluster")
                        .dependOnClassesThat(resideInAPackage("com.hazelcast.."))
                        .because("the grid is behind one door"),
                outside("settle", "telemetry", "state")
                        .callConstructorWhere(target(owner(assignableTo(Producer.class))))
                        .because("a result leaves only with its offset"),
                outside("settle")
                        .callMethodWhere(
                                target(owner(assignableTo(Producer.class))).and(target(nameMatching(TRANSACTION))))
                        .because("one class owns the transactional producer"));
    }

    private static Stream<ArchRule> stages() {
        return Stream.of(
                stage("decode").dependOnClassesThat(resideInAnyPackage("..admit..", "..call..", "..outcome..")),
                stage("admit").dependOnClassesThat(resideInAnyPackage("..decode..", "..call..", "..outcome..")),
                stage("call").dependOnClassesThat(resideInAnyPackage("..decode..", "..admit..", "..outcome..")),
                stage("outcome").dependOnClassesThat(resideInAnyPackage("..decode..", "..admit..")),
                stage("outcome").dependOnClassesThat(callButItsResult()));
    }

    private static Stream<ArchRule> time() {
        return Stream.of(
                noClasses()
                        .should()
                        .callMethodWhere(
                                target(owner(assignableTo(Thread.class))).and(target(nameMatching("sleep"))))
                        .because("waiting is for an event, not for a while"),
                noClasses()
                        .should()
                        .callMethod(System.class, "currentTimeMillis")
                        .because("time is a parameter: take a Clock"),
                noClasses().should().callMethod(Instant.class, "now").because("time is a parameter: take a Clock"),
                noClasses()
                        .that()
                        .resideOutsideOfPackages(ROOT, "..cluster..")
                        .should()
                        .callMethod(Clock.class, "systemUTC")
                        .because("the composition root gives the clock; only what the grid runs cannot be given one"));
    }

    private static Stream<ArchRule> names() {
        return Stream.of(noClasses()
                .should()
                .haveNameMatching(".*(Manager|Utils?|Helper|Impl)(\\$.*)?")
                .because("a name says what a class is for"));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theWorkerKeepsTheRule(ArchRule rule) {
        // Given
        JavaClasses worker = WORKER;

        // When
        EvaluationResult result = rule.evaluate(worker);

        // Then
        assertThat(result.getFailureReport().getDetails())
                .as(rule.getDescription())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theRuleCanFail(ArchRule rule) {
        // Given
        JavaClasses violations = VIOLATIONS;

        // When
        EvaluationResult result = rule.evaluate(violations);

        // Then
        assertThat(result.hasViolation()).as(rule.getDescription()).isTrue();
    }

    private static ClassesShould outside(String... packages) {
        String[] patterns = Stream.of(packages).map(name -> ".." + name + "..").toArray(String[]::new);
        return noClasses().that().resideOutsideOfPackages(patterns).should();
    }

    private static ClassesShould stage(String name) {
        return noClasses().that().resideInAPackage(".." + name + "..").should();
    }

    private static DescribedPredicate<JavaClass> callButItsResult() {
        return resideInAPackage("..call..")
                .and(DescribedPredicate.not(nameMatching(".*\\.CallResult(\\$.*)?")))
                .forSubtype();
    }
}
