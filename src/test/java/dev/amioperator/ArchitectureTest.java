package dev.amioperator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.amioperator.ec2.Ec2Reads;
import dev.amioperator.ec2.Ec2Writes;
import dev.amioperator.ec2.ParameterReads;
import dev.amioperator.reconcile.Rhythm;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses OPERATOR =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.amioperator");

  @Test
  void onlyTheEc2AdapterKnowsTheAwsSdk() {
    noClasses()
        .that()
        .resideInAPackage("dev.amioperator..")
        .and()
        .resideOutsideOfPackage("dev.amioperator.ec2.aws..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("software.amazon..")
        .check(OPERATOR);
  }

  @Test
  void dependenciesPointOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("api")
        .definedBy("dev.amioperator.api.v1alpha1")
        .layer("ec2")
        .definedBy("dev.amioperator.ec2..")
        .layer("usage")
        .definedBy("dev.amioperator.usage")
        .layer("lifecycle")
        .definedBy("dev.amioperator.lifecycle")
        .layer("kinds")
        .definedBy(
            "dev.amioperator.image",
            "dev.amioperator.copy",
            "dev.amioperator.retention",
            "dev.amioperator.account")
        .layer("operator")
        .definedBy("dev.amioperator.operator")
        .withOptionalLayers(true)
        .whereLayer("operator")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("kinds")
        .mayOnlyBeAccessedByLayers("operator")
        .whereLayer("lifecycle")
        .mayOnlyBeAccessedByLayers("kinds", "operator")
        .whereLayer("usage")
        .mayOnlyBeAccessedByLayers("lifecycle", "kinds", "operator")
        .whereLayer("ec2")
        .mayOnlyBeAccessedByLayers("usage", "lifecycle", "kinds", "operator")
        .check(OPERATOR);
  }

  @Test
  void onlyTheObserverAsksEc2() {
    classes()
        .that()
        .areAssignableTo(Ec2Reads.class)
        .or()
        .areAssignableTo(Ec2Writes.class)
        .or()
        .areAssignableTo(ParameterReads.class)
        .should()
        .resideInAPackage("dev.amioperator.ec2..")
        .check(OPERATOR);
  }

  @Test
  void reconcilersNeverDescribeByThemselves() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.amioperator.image",
            "dev.amioperator.copy",
            "dev.amioperator.retention",
            "dev.amioperator.account",
            "dev.amioperator.lifecycle")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Ec2Reads.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(ParameterReads.class)
        .check(OPERATOR);
  }

  /** JOSDK's default gives up after five attempts, and an object then sleeps until it changes. */
  @Test
  void everyReconcilerRetriesWithoutLimit() {
    classes()
        .that()
        .implement(Reconciler.class)
        .should(
            new ArchCondition<>("retry for ever, with a capped pause") {
              @Override
              public void check(JavaClass reconciler, ConditionEvents events) {
                boolean unlimited =
                    reconciler
                        .tryGetAnnotationOfType(GradualRetry.class)
                        .filter(retry -> retry.maxAttempts() == Rhythm.UNLIMITED)
                        .filter(retry -> retry.maxInterval() == Rhythm.LONGEST_RETRY_MILLIS)
                        .isPresent();
                events.add(
                    new SimpleConditionEvent(
                        reconciler, unlimited, reconciler.getName() + " needs @GradualRetry"));
              }
            })
        .check(OPERATOR);
  }

  @Test
  void timeIsInjected() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.amioperator.operator")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(OPERATOR);
  }
}
