package dev.amioperator.ec2.aws;

import static dev.amioperator.ec2.aws.PolicyEnvironment.OWNED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.testing.ProgramResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What the operator's role must not be able to do, and what users of other operators reported as
 * denied although it had to be allowed.
 */
class ConfinedOperatorTest {
  private static final Map<String, String> OTHERS =
      Map.of(TagKeys.CLUSTER, "c2", TagKeys.RESOURCE, "AmiImage/images/web");

  /** Packer: a snapshot without the tag of the policy could be created and not deleted. */
  @Test
  void deletesOnlyWhatIsTagged() {
    PolicyEnvironment account = with("image", "copy", "retention");

    assertDenied(account, new SnapshotAction.DeleteSnapshot(account.snapshot(Map.of())));
    assertDenied(account, new ImageAction.DeregisterImage(account.image(Map.of()), false));
    assertAllowed(account, new SnapshotAction.DeleteSnapshot(account.snapshot(OWNED)));
  }

  /** Ansible: tags that follow the create call need a permission to tag everything. */
  @Test
  void tagsNothingThatExists() {
    PolicyEnvironment account = with("build", "copy", "share", "retention");

    assertDenied(account, new TagAction.CreateTags(List.of(account.image(Map.of())), OWNED));
    assertDenied(account, new TagAction.CreateTags(List.of(account.snapshot(Map.of())), OWNED));
  }

  /** Terraform: a create call without the tag that the policy asks for is denied. */
  @Test
  void createsNothingWithTagsOfNoOwner() {
    PolicyEnvironment account = with("image");

    assertDenied(account, account.createImage(Map.of("family", "web")));
  }

  /** Karpenter: a Spot Instance needs CreateTags on its request too. */
  @Test
  void launchesSpotInstances() {
    PolicyEnvironment account = with("build");

    assertAllowed(account, account.launchSpot());
  }

  /** Karpenter's module: a condition on tags also held for subnets, which have none. */
  @Test
  void launchesInUntaggedNetwork() {
    PolicyEnvironment account = with("build");

    assertAllowed(account, account.launch());
  }

  @Test
  void sharesNothingWithoutFeature() {
    PolicyEnvironment account = with("image", "copy", "adopt", "build");
    LaunchPermissions someone = new LaunchPermissions(false, Set.of("111122223333"), Set.of());

    assertDenied(
        account,
        new ImageAction.ModifyLaunchPermissions(
            account.image(OWNED), someone, LaunchPermissions.NONE));
    assertDenied(
        account,
        new SnapshotAction.ModifySnapshotAttribute(
            account.snapshot(OWNED), Set.of("111122223333"), Set.of()));
  }

  /** A grant of more than copies need, such as Encrypt, is denied. */
  @Test
  void grantsOperationsOfCopiesOnly() {
    PolicyEnvironment account = with("key-grants");

    assertThat(account.refusal(account.grant("Decrypt", "Encrypt")))
        .hasValueSatisfying(
            refused -> assertThat(refused).hasMessageContaining("permission kms:CreateGrant"));
    assertAllowed(account, account.grant("Decrypt", "ReEncryptFrom"));
    assertThat(with("copy", "encryption").refusal(account.grant("Decrypt"))).isPresent();
  }

  /** Karpenter: the policy of one cluster reached the instances of another. */
  @Test
  void leavesOtherClustersAlone() {
    PolicyEnvironment account = with("image", "build", "copy", "retention", "--cluster", "c1");

    assertDenied(account, new ImageAction.DeregisterImage(account.image(OTHERS), false));
    assertDenied(account, account.createImage(OTHERS));
    assertAllowed(account, new ImageAction.DeregisterImage(account.image(OWNED), false));
  }

  /** Without a session tag, such as with access keys, the variable has no value. */
  @Test
  void changesNothingWithoutSessionTag() {
    PolicyEnvironment account = with("image", "--session-cluster");

    assertDenied(account, new ImageAction.DeregisterImage(account.image(OWNED), false));
    assertDenied(account, account.createImage());
  }

  private static void assertDenied(PolicyEnvironment account, AwsAction action) {
    assertThat(account.refusal(action))
        .hasValueSatisfying(refused -> assertThat(refused).hasMessageContaining("permission ec2:"));
  }

  private static void assertAllowed(PolicyEnvironment account, AwsAction action) {
    assertThat(account.refusal(action)).isEmpty();
  }

  private static PolicyEnvironment with(String... arguments) {
    List<String> command = new ArrayList<>(List.of("hack/iam-policy", "--inline"));
    command.addAll(List.of(arguments));
    return PolicyEnvironment.with(ProgramResult.runScript(Duration.ofSeconds(60), command));
  }
}
