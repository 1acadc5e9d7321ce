package dev.amioperator.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountSpec;
import dev.amioperator.api.v1alpha1.AwsAccountSpecBuilder;
import dev.amioperator.api.v1alpha1.Condition;
import dev.amioperator.api.v1alpha1.ConditionedStatus;
import dev.amioperator.ec2.aws.AwsClientProvider;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.simulator.state.Denial;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MemberRoles;
import dev.amioperator.testing.MockServerProfile;
import dev.amioperator.testing.SimulatedAws;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** AwsAccounts with a role in another account, and objects that use them. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class AssumedRoleQuarkusTest {
  private static final String MEMBER = "111122223333";
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @Inject KubernetesClient kubernetes;
  @Inject AwsClientProvider clients;

  private SimulatedAws aws;
  private SimulatedCloud cloud;

  @BeforeEach
  void findCloud() {
    aws = (SimulatedAws) clients;
    cloud = aws.cloud();
  }

  @AfterEach
  void allow() {
    cloud.denials().clear();
  }

  @Test
  void createsImageInAccountOfRole() {
    applyAccount("member-a", role("a", "mock/member-a"));
    AmiImage image = createImage("image-a", "member-a");
    awaitReady(image);

    assertThat(account("member-a").getStatus().accountId()).isEqualTo(MEMBER);
    assertThat(account("member-a").getStatus().principal())
        .isEqualTo("arn:aws:sts::111122223333:assumed-role/a");
    assertThat(calls("CreateImage", "assumed-role/a/ami-operator")).isEqualTo(1);
    assertThat(calls("DescribeImages", "assumed-role/a/ami-operator")).isPositive();
  }

  @Test
  void explainsRefusedRoleAndCallsNothing() {
    applyAccount("member-b", role("b", "mock/another"));
    AmiImage image = createImage("image-b", "member-b");
    awaitReason(account("member-b"), "Denied");
    awaitReason(image, "AccountNotReady");

    assertThat(message(account("member-b")))
        .contains("arn:aws:iam::123456789012:user/operator", "role/b", "external id mock/member-b");
    assertThat(message(fresh(image)))
        .isEqualTo("AwsAccount member-b is not ready; see its conditions.");
    assertThat(cloud.journal().entries())
        .noneMatch(call -> call.caller().principalArn().contains("role/b"));

    applyAccount("member-b", role("b2", "mock/member-b"));
    awaitReady(image);
  }

  /** The role is lost while an image exists: nothing is concluded, and nothing is created. */
  @Test
  void waitsWithoutConclusionWhileRoleIsRefused() {
    applyAccount("member-c", role("c", "mock/member-c"));
    AmiImage image = createImage("image-c", "member-c");
    awaitReady(image);
    String imageId = fresh(image).getStatus().imageId();

    cloud.denials().add(Denial.of("sts:AssumeRole"));
    cloud.endSessions(MEMBER);
    awaitReason(image, "AccountNotReady");
    awaitReason(account("member-c"), "Denied");
    AmiImage late = createImage("late-c", "member-c");
    awaitReason(late, "AccountNotReady");
    Duration past = Duration.ofMinutes(30);
    Instant since = aws.cloud().clock().instant();
    aws.await().atMost(PATIENCE).until(() -> cloud.clock().instant().isAfter(since.plus(past)));
    assertThat(reason(fresh(image))).isEqualTo("AccountNotReady");
    assertThat(fresh(image).getStatus().imageId()).isEqualTo(imageId);
    assertThat(calls("CreateImage", "assumed-role/c/")).isEqualTo(1);

    cloud.denials().clear();
    awaitReady(image);
    awaitReady(late);
    assertThat(fresh(image).getStatus().imageId()).isEqualTo(imageId);
    assertThat(calls("CreateImage", "assumed-role/c/")).isEqualTo(2);
  }

  @Test
  void refusesRoleOfOtherAccountWithoutCall() {
    applyAccount("member-d", role("d", "mock/member-d"));
    AmiImage image = createImage("image-d", "member-d");
    awaitReady(image);
    String other = MemberRoles.seed(cloud.seeds(), "444455556666", "d", "mock/member-d");

    applyAccount("member-d", other);
    awaitReason(account("member-d"), "AccountNotReady");
    awaitReason(image, "AccountNotReady");

    assertThat(account("member-d").getStatus().accountId()).isEqualTo(MEMBER);
    assertThat(message(account("member-d"))).contains("pinned to 111122223333");
    assertThat(cloud.journal().entries())
        .noneMatch(
            call ->
                call.account().equals("444455556666")
                    || call.parameters().contains("444455556666"));
  }

  private String role(String name, String externalId) {
    return MemberRoles.seed(cloud.seeds(), MEMBER, name, externalId);
  }

  private void applyAccount(String name, String roleArn) {
    AwsAccount account = Manifests.account();
    account.setMetadata(new ObjectMetaBuilder().withName(name).build());
    AwsAccountSpec spec = account.getSpec();
    account.setSpec(AwsAccountSpecBuilder.builder(spec).roleArn(roleArn).build());
    Manifests.apply(kubernetes, account);
  }

  private AmiImage createImage(String name, String account) {
    String instanceId = cloud.seeds().target(MEMBER, Manifests.HOME).instance(InstanceSeed.small());
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

  private AmiImage fresh(AmiImage image) {
    return kubernetes.resource(image).get();
  }

  private AwsAccount account(String name) {
    return kubernetes.resources(AwsAccount.class).withName(name).get();
  }

  private long calls(String action, String principal) {
    return cloud.journal().entries().stream()
        .filter(call -> call.action().equals(action))
        .filter(call -> call.caller().principalArn().contains(principal))
        .count();
  }

  private void awaitReady(AmiImage image) {
    aws.await()
        .atMost(PATIENCE)
        .until(
            () ->
                Optional.ofNullable(fresh(image).getStatus())
                    .filter(ConditionedStatus::ready)
                    .isPresent());
  }

  private void awaitReason(CustomResource<?, ? extends ConditionedStatus> object, String reason) {
    aws.await()
        .atMost(PATIENCE)
        .until(() -> reason(kubernetes.resource(object).get()).equals(reason));
  }

  private static String reason(CustomResource<?, ? extends ConditionedStatus> object) {
    return readyCondition(object).map(Condition::reason).orElse("");
  }

  private static String message(CustomResource<?, ? extends ConditionedStatus> object) {
    return readyCondition(object).map(Condition::message).orElse("");
  }

  private static Optional<Condition> readyCondition(
      CustomResource<?, ? extends ConditionedStatus> object) {
    return Optional.ofNullable(object.getStatus()).map(ConditionedStatus::conditions).stream()
        .flatMap(List::stream)
        .filter(condition -> condition.type() == Condition.Type.READY)
        .findFirst();
  }
}
