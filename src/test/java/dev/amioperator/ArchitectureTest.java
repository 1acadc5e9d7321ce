package dev.amioperator;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.amioperator.ec2.AwsActions;
import dev.amioperator.ec2.BuildInstanceReads;
import dev.amioperator.ec2.Ec2Reads;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.ParameterReads;
import dev.amioperator.ec2.aws.AwsClientProvider;
import dev.amioperator.observer.SharedObserver;
import dev.amioperator.ownership.OwnedActions;
import dev.amioperator.ownership.OwnershipCheckedActions;
import dev.amioperator.reconcile.ActionExecutor;
import dev.amioperator.reconcile.RequeuePolicy;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final String WIRING = "dev.amioperator.operator.Ec2Wiring";

  private static final JavaClasses OPERATOR =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.amioperator");

  @Test
  void confinesAwsSdkToEc2Adapter() {
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

  /** JOSDK would mark the state of a new object of the same name as cleaned up. */
  @Test
  void leavesNoRemovalOfFinalizersToJosdk() {
    noClasses().should().callMethod(DeleteControl.class, "defaultDelete").check(OPERATOR);
  }

  /** Package floors of the operator, lowest first: a package uses only those before it. */
  private static final List<String> FLOORS =
      List.of(
          "api.v1alpha1",
          "ec2",
          "ec2.aws",
          "ownership",
          "observer",
          "usage",
          "reconcile",
          "attributes.kms",
          "attributes",
          "recyclebin",
          "deletion",
          "garbagecollection",
          "account",
          "copy.queue");

  private static final List<String> KINDS = List.of("image", "copy", "retention");

  @Test
  void keepsPackageDependenciesOneWay() {
    for (int floor = 0; floor < FLOORS.size(); floor++) {
      List<String> above = new ArrayList<>(FLOORS.subList(floor + 1, FLOORS.size()));
      above.addAll(KINDS);
      above.add("operator");
      mayNotUse(FLOORS.get(floor), above);
    }
  }

  @Test
  void keepsKindsIndependent() {
    for (String kind : KINDS) {
      List<String> others = new ArrayList<>(KINDS);
      others.remove(kind);
      others.add("operator");
      if (!kind.equals("copy")) {
        others.add("copy.queue");
      }
      mayNotUse(kind, others);
    }
  }

  /** The EC2 adapter and the kinds share only the port; the wiring connects them. */
  @Test
  void confinesAdapterToWiring() {
    for (String floor : FLOORS) {
      if (!floor.equals("ec2.aws")) {
        mayNotUse(floor, List.of("ec2.aws"));
      }
    }
    KINDS.forEach(kind -> mayNotUse(kind, List.of("ec2.aws")));
  }

  @Test
  void confinesAccountToKinds() {
    for (String floor : FLOORS) {
      if (!floor.equals("account")) {
        mayNotUse(floor, List.of("account"));
      }
    }
  }

  private static void mayNotUse(String floor, List<String> others) {
    noClasses()
        .that()
        .resideInAPackage("dev.amioperator." + floor)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            others.stream().map(other -> "dev.amioperator." + other).toArray(String[]::new))
        .check(OPERATOR);
  }

  @Test
  void keepsSimpleClassNamesUnique() {
    assertThat(
            OPERATOR.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(groupingBy(JavaClass::getSimpleName, counting())))
        .allSatisfy((name, classes) -> assertThat(classes).as(name).isEqualTo(1));
  }

  @Test
  void confinesEc2ReadsToObserver() {
    classes()
        .that()
        .areAssignableTo(Ec2Reads.class)
        .or()
        .areAssignableTo(AwsActions.class)
        .or()
        .areAssignableTo(BuildInstanceReads.class)
        .or()
        .areAssignableTo(ParameterReads.class)
        .should()
        .resideInAnyPackage("dev.amioperator.ec2..", "dev.amioperator.observer")
        .check(OPERATOR);
  }

  /** Every write passes the check of ownership, whoever plans it. */
  @Test
  void onlyTheOwnershipCheckCallsAwsActions() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(OwnershipCheckedActions.class.getName())
        .and()
        .resideOutsideOfPackage("dev.amioperator.ec2..")
        .and()
        .doNotHaveFullyQualifiedName(WIRING)
        .should()
        .dependOnClassesThat()
        .areAssignableTo(AwsActions.class)
        .check(OPERATOR);
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(OwnershipCheckedActions.class.getName())
        .and()
        .resideOutsideOfPackage("dev.amioperator.ec2.aws")
        .should()
        .callMethodWhere(target(owner(assignableTo(AwsActions.class))))
        .check(OPERATOR);
  }

  /** The adapter's writes are no bean, and the only object of them is wrapped where it is made. */
  @Test
  void hidesAwsActionsInTheirWiring() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(WIRING)
        .should()
        .callConstructorWhere(target(owner(assignableTo(AwsActions.class))))
        .check(OPERATOR);
    noMethods().should().haveRawReturnType(assignableTo(AwsActions.class)).check(OPERATOR);
    noFields()
        .that()
        .areDeclaredInClassesThat()
        .doNotHaveFullyQualifiedName(OwnershipCheckedActions.class.getName())
        .should()
        .haveRawType(assignableTo(AwsActions.class))
        .check(OPERATOR);
    noClasses()
        .that()
        .areAssignableTo(AwsActions.class)
        .should()
        .beAnnotatedWith(Singleton.class)
        .orShould()
        .beAnnotatedWith(ApplicationScoped.class)
        .check(OPERATOR);
  }

  /** What the operator executes is the checked, observed chain of the wiring. */
  @Test
  void onlyTheWiringBuildsOwnedActions() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(WIRING)
        .should()
        .callConstructorWhere(target(owner(assignableTo(OwnedActions.class))))
        .orShould()
        .callMethod(SharedObserver.class, "invalidatingReads", OwnedActions.class)
        .check(OPERATOR);
  }

  /** EC2 clients write, too: reconcilers never get one. */
  @Test
  void confinesAwsClientsToAdapterAndWiring() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.amioperator.ec2.aws", "dev.amioperator.operator")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(AwsClientProvider.class)
        .check(OPERATOR);
  }

  /** Fresh reads serve the check of ownership; planners use the observer. */
  @Test
  void confinesEc2ReadsOfOwnership() {
    noClasses()
        .that()
        .resideInAPackage("dev.amioperator.ownership")
        .and()
        .doNotHaveFullyQualifiedName(OwnershipCheckedActions.class.getName())
        .and()
        .doNotHaveFullyQualifiedName("dev.amioperator.ownership.TaggedResourceReads")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Ec2Reads.class)
        .check(OPERATOR);
  }

  /** Order, failure rules and logging of writes have a single home. */
  @Test
  void onlyTheActionExecutorWrites() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.amioperator.ownership", "dev.amioperator.observer", "dev.amioperator.operator")
        .and()
        .doNotHaveFullyQualifiedName(ActionExecutor.class.getName())
        .should()
        .dependOnClassesThat()
        .areAssignableTo(OwnedActions.class)
        .check(OPERATOR);
  }

  @Test
  void forbidsEc2ReadsInReconcilers() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.amioperator.image",
            "dev.amioperator.copy..",
            "dev.amioperator.retention",
            "dev.amioperator.account",
            "dev.amioperator.reconcile",
            "dev.amioperator.attributes..",
            "dev.amioperator.recyclebin",
            "dev.amioperator.deletion",
            "dev.amioperator.garbagecollection")
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
  void requiresUnlimitedRetries() {
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
                        .filter(retry -> retry.maxAttempts() == RequeuePolicy.UNLIMITED_RETRIES)
                        .filter(
                            retry -> retry.maxInterval() == RequeuePolicy.MAX_RETRY_INTERVAL_MILLIS)
                        .isPresent();
                events.add(
                    new SimpleConditionEvent(
                        reconciler, unlimited, reconciler.getName() + " needs @GradualRetry"));
              }
            })
        .check(OPERATOR);
  }

  /** Every requeue interval is defined with its reason in a single file. */
  @Test
  void requiresPausesInRequeueTable() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.amioperator.image",
            "dev.amioperator.copy",
            "dev.amioperator.retention",
            "dev.amioperator.account",
            "dev.amioperator.attributes..",
            "dev.amioperator.recyclebin",
            "dev.amioperator.deletion")
        .should()
        .callMethod(Duration.class, "ofSeconds", long.class)
        .orShould()
        .callMethod(Duration.class, "ofMillis", long.class)
        .because("they stand in Requeue, each with its reason")
        .check(OPERATOR);
  }

  /** Ownership, usage and protection are checked in a single place before any deregistration. */
  @Test
  void confinesDeregistrationToItsPlanner() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.amioperator.deletion.DeregistrationPlanner")
        .should()
        .callConstructor(ImageAction.DeregisterImage.class, String.class, boolean.class)
        .check(OPERATOR);
  }

  @Test
  void requiresInjectedClock() {
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
