package dev.amioperator.ownership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.ActionResult;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.AwsClock.Measurement;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.InstanceAction;
import dev.amioperator.ec2.KmsAction;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.ec2.TagAction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClockCheckedActionsTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final AccountRegion REGION =
      new AccountRegion("default", "111122223333", "eu-west-1");
  private static final Owner OWNER = new Owner(new ClusterId("here"), "AmiImage/images/web");

  private final List<AwsAction> executed = new ArrayList<>();
  private Duration ahead = Duration.ofHours(1);
  private final OwnedActions actions =
      new ClockCheckedActions(
          (region, owner, action) -> {
            executed.add(action);
            return ActionResult.EMPTY;
          },
          new ClockCheck(() -> Optional.of(new Measurement(ahead, NOW)), () -> NOW));

  static Stream<AwsAction> destructive() {
    return Stream.of(
        new ImageAction.DeregisterImage("ami-a", true),
        new ImageAction.DisableImage("ami-a"),
        new ImageAction.DisableImageDeregistrationProtection("ami-a"),
        new ImageAction.DisableFastLaunch("ami-a"),
        new SnapshotAction.DeleteSnapshot("snap-a"),
        new InstanceAction.TerminateInstances("i-a"),
        new InstanceAction.CancelSpotInstanceRequests("sir-a"),
        new TagAction.CreateTags(
            List.of("ami-a"), Map.of(TagKeys.UNKEPT_SINCE, NOW.toString(), "family", "web")),
        new TagAction.CreateTags(List.of("snap-a"), Map.of(TagKeys.RELEASED, NOW.toString())),
        new TagAction.CreateTags(List.of("ami-a"), Map.of(TagKeys.PROTECTED_UNTIL, "later")));
  }

  @ParameterizedTest
  @MethodSource("destructive")
  void holdsBackWithWrongClock(AwsAction action) {
    assertThatThrownBy(() -> actions.execute(REGION, OWNER, action))
        .isInstanceOf(Ec2CallException.class)
        .hasMessageContaining("60 minutes ahead");
    assertThat(executed).isEmpty();

    ahead = Duration.ZERO;
    actions.execute(REGION, OWNER, action);
    assertThat(executed).containsExactly(action);
  }

  static Stream<AwsAction> harmless() {
    return Stream.of(
        new ImageAction.EnableImage("ami-a"),
        new ImageAction.EnableImageDeregistrationProtection("ami-a", true),
        new ImageAction.RestoreImageFromRecycleBin("ami-a"),
        new ImageAction.ModifyLaunchPermissions(
            "ami-a", LaunchPermissions.NONE, LaunchPermissions.NONE),
        new SnapshotAction.RestoreSnapshotFromRecycleBin("snap-a"),
        new KmsAction.RevokeGrant("arn:aws:kms:eu-west-1:111122223333:key/a", "1"),
        new TagAction.CreateTags(List.of("ami-a"), Map.of("family", "web")),
        new TagAction.DeleteTags(List.of("ami-a"), Set.of(TagKeys.UNKEPT_SINCE)));
  }

  @ParameterizedTest
  @MethodSource("harmless")
  void executesOtherActionsWithWrongClock(AwsAction action) {
    actions.execute(REGION, OWNER, action);

    assertThat(executed).containsExactly(action);
  }
}
