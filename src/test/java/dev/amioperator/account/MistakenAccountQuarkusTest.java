package dev.amioperator.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountSpecBuilder;
import dev.amioperator.api.v1alpha1.Condition;
import dev.amioperator.api.v1alpha1.ConditionedStatus;
import dev.amioperator.ec2.aws.AwsClientProvider;
import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MemberRoles;
import dev.amioperator.testing.MockServerProfile;
import dev.amioperator.testing.SimulatedAws;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.ec2.model.Image;

/**
 * Every way in which an object's AwsAccount comes to mean another AWS account. What the object has
 * stays in its account, and the other account is not written to. Keys and images of other accounts,
 * tags that travelled and labels of namespaces are cases of {@link TenancyQuarkusTest}.
 */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class MistakenAccountQuarkusTest {
  private static final String RIGHT = "111122223333";
  private static final String WRONG = "444455556666";
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final AtomicInteger WAYS = new AtomicInteger();

  @Inject KubernetesClient kubernetes;
  @Inject AwsClientProvider clients;

  private SimulatedAws aws;
  private SimulatedCloud cloud;
  private String name;

  /** How the AwsAccount comes to mean the other account. */
  enum Way {
    /** Its role is replaced by one of the other account. */
    ROLE_OF_OTHER_ACCOUNT(false),
    /** Its role is removed, so that the operator's own credentials are used. */
    OWN_CREDENTIALS(false),
    /** It is deleted, and another of its name has a role of the other account. */
    RECREATED(true),
    /** The object is deleted, and another of its name uses an AwsAccount of the other account. */
    OBJECT_OF_SAME_NAME(true);

    private final boolean mayRead;

    Way(boolean mayRead) {
      this.mayRead = mayRead;
    }
  }

  @AfterAll
  static void printCount() {
    System.out.printf("tenancy: %d ways to take an account for another refused%n", WAYS.get());
  }

  @ParameterizedTest
  @EnumSource
  void keepsImageInItsAccount(Way way) {
    aws = (SimulatedAws) clients;
    cloud = aws.cloud();
    name = "mistaken-" + way.name().toLowerCase(Locale.ROOT).replace('_', '-');
    Manifests.apply(kubernetes, account(role(RIGHT)));
    AmiImage image = createImage(RIGHT, name);
    awaitReason(image, "Available");
    String imageId = status(image).orElseThrow().imageId();
    long before = cloud.journal().lastSequence();

    if (way == Way.OBJECT_OF_SAME_NAME) {
      replaceObject(image);
    } else {
      replaceAccount(way);
      awaitReason(image, "AccountNotReady");
      pass(Duration.ofMinutes(30));
      assertThat(status(image).map(AmiImageStatus::imageId)).contains(imageId);
      kubernetes.resource(image).delete();
      awaitReason(image, "AccountNotReady");
    }

    assertThat(imageIds(RIGHT)).contains(imageId);
    assertThat(imageIds(WRONG)).isEmpty();
    assertThat(callsInOtherAccounts(before, way.mayRead)).isEmpty();
    WAYS.incrementAndGet();
  }

  /** The new object creates its own image, and deletes no other. */
  private void replaceObject(AmiImage image) {
    kubernetes
        .resource(image)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"amioperator.dev/abandon\":\"true\"}}}");
    kubernetes.resource(image).delete();
    aws.await().atMost(PATIENCE).until(() -> kubernetes.resource(image).get() == null);
    AwsAccount other = Manifests.account(name + "-other");
    other.setSpec(
        AwsAccountSpecBuilder.builder(other.getSpec())
            .roleArn(MemberRoles.seed(cloud.seeds(), WRONG, name, "mock/" + name + "-other"))
            .build());
    Manifests.apply(kubernetes, other);
    AmiImage second = createImage(WRONG, name + "-other");
    awaitReason(second, "Available");
    assertThat(imageIds(WRONG)).hasSize(1);
    kubernetes.resource(second).delete();
    aws.await().atMost(PATIENCE).until(() -> kubernetes.resource(second).get() == null);
  }

  private void replaceAccount(Way way) {
    switch (way) {
      case ROLE_OF_OTHER_ACCOUNT -> Manifests.apply(kubernetes, account(role(WRONG)));
      case OWN_CREDENTIALS -> Manifests.apply(kubernetes, account(null));
      case RECREATED -> recreateAccount(role(WRONG));
      case OBJECT_OF_SAME_NAME -> throw new IllegalArgumentException(way.name());
    }
  }

  /** Deletes the AwsAccount as a user does who removes its finalizers. */
  private void recreateAccount(String roleArn) {
    var existing = kubernetes.resources(AwsAccount.class).withName(name);
    existing.delete();
    if (existing.get() != null) {
      existing.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"finalizers\":null}}");
    }
    aws.await().atMost(PATIENCE).until(() -> existing.get() == null);
    kubernetes.resource(account(roleArn)).create();
  }

  private String role(String accountId) {
    return MemberRoles.seed(cloud.seeds(), accountId, name, "mock/" + name);
  }

  private AwsAccount account(String roleArn) {
    AwsAccount account = Manifests.account(name);
    account.setSpec(AwsAccountSpecBuilder.builder(account.getSpec()).roleArn(roleArn).build());
    return account;
  }

  private AmiImage createImage(String accountId, String account) {
    String instanceId =
        cloud.seeds().target(accountId, Manifests.HOME).instance(InstanceSeed.small());
    AmiImage image =
        Manifests.image(
            name,
            """
            region: eu-west-1
            accountRef: %s
            source: {instance: {instanceId: %s, noReboot: true}}
            """
                .formatted(account, instanceId));
    return kubernetes.resource(image).create();
  }

  private List<String> imageIds(String accountId) {
    return cloud
        .ec2(Caller.of(accountId), Manifests.HOME)
        .describeImages(r -> r.owners("self").filters(f -> f.name("name").values("images/" + name)))
        .images()
        .stream()
        .map(Image::imageId)
        .toList();
  }

  /** Calls of the operator in the account that it must not use, but for those of this test. */
  private List<String> callsInOtherAccounts(long after, boolean readsAllowed) {
    return cloud.journal().entriesAfter(after).stream()
        .filter(call -> call.caller().principalArn().contains("assumed-role/" + name))
        .filter(call -> call.account().equals(WRONG))
        .map(call -> call.action())
        .filter(action -> !readsAllowed || writesForeignImage(action))
        .toList();
  }

  /** The second object's own image apart, which is created and deleted there. */
  private boolean writesForeignImage(String action) {
    return Stream.of("Describe", "Get", "List", "CreateImage", "DeregisterImage", "DeleteSnapshot")
        .noneMatch(action::startsWith);
  }

  private void pass(Duration duration) {
    Instant end = cloud.clock().instant().plus(duration);
    aws.await().atMost(PATIENCE).until(() -> cloud.clock().instant().isAfter(end));
  }

  private Optional<AmiImageStatus> status(AmiImage image) {
    return Optional.ofNullable(kubernetes.resource(image).get()).map(AmiImage::getStatus);
  }

  private void awaitReason(AmiImage image, String reason) {
    aws.await()
        .atMost(PATIENCE)
        .until(
            () -> status(image).flatMap(MistakenAccountQuarkusTest::readyCondition),
            ready -> ready.filter(r -> r.reason().equals(reason)).isPresent());
  }

  private static Optional<Condition> readyCondition(ConditionedStatus status) {
    return Optional.ofNullable(status.conditions()).stream()
        .flatMap(List::stream)
        .filter(condition -> condition.type() == Condition.Type.READY)
        .findFirst();
  }
}
