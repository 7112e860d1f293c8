package io.partnerapi.sandbox.partner;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

@AnalyzeClasses(packages = "io.partnerapi.sandbox.partner", importOptions = DoNotIncludeTests.class)
class PartnerArchitectureTest {

    @ArchTest
    static final ArchRule MODEL_DOES_NO_IO = noClasses()
            .that()
            .resideInAPackage("..partner.model")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.partnerapi.sandbox.partner", "io.vertx.core.http..", "io.vertx.ext..", "java.io..");

    @ArchTest
    static final ArchRule TIME_IS_GIVEN = noClasses()
            .that()
            .doNotHaveSimpleName("TimeSource")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Instant.class, "now");
}
