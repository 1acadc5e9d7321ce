package dev.amioperator.attributes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.ImageCreationAction;
import dev.amioperator.ec2.KmsAction;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AllowlistPlanFilterTest {
  private static final LaunchPermissions FRIEND = permissions("111111111111");
  private static final LaunchPermissions STRANGER = permissions("999999999999");
  private static final ReadyState REFUSAL =
      new ReadyState.Stalled(Reason.NotAllowed, "not allowed");
  private static final ReadyState MOVING =
      new ReadyState.Reconciling(Reason.Progressing, "on its way", Duration.ofSeconds(1));

  static Stream<Arguments> actions() {
    AwsAction enable = new ImageAction.EnableImage("ami-1");
    AwsAction untag = new TagAction.DeleteTags(List.of("ami-1"), Set.of("team"));
    AwsAction revokeGrant = new KmsAction.RevokeGrant("key", "grant");
    return Stream.of(
        arguments("image creation", restore(), null),
        arguments("sharing with an account", share(FRIEND, LaunchPermissions.NONE), null),
        arguments(
            "revocation",
            share(LaunchPermissions.NONE, STRANGER),
            share(LaunchPermissions.NONE, STRANGER)),
        arguments(
            "sharing and revocation",
            share(FRIEND, STRANGER),
            share(LaunchPermissions.NONE, STRANGER)),
        arguments("snapshot sharing", shareSnapshot(Set.of("1"), Set.of()), null),
        arguments(
            "snapshot revocation",
            shareSnapshot(Set.of("1"), Set.of("9")),
            shareSnapshot(Set.of(), Set.of("9"))),
        arguments(
            "fast launch",
            new ImageAction.EnableFastLaunch("ami-1", FastLaunch.Settings.UNSPECIFIED),
            null),
        arguments(
            "key grant", new KmsAction.CreateGrant("key", "name", "1", List.of("Decrypt")), null),
        arguments("revocation of a key grant", revokeGrant, revokeGrant),
        arguments("unrelated attribute", enable, enable),
        arguments("tag removal", untag, untag));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("actions")
  void dropsDisallowedGrantsAndKeepsRevocations(String name, AwsAction planned, AwsAction done) {
    assertThat(AllowlistPlanFilter.of(new Plan(List.of(planned), MOVING), REFUSAL))
        .isEqualTo(done == null ? Plan.withoutActions(REFUSAL) : new Plan(List.of(done), MOVING));
  }

  @Test
  void reportsRefusalAfterRemainingActions() {
    Plan ready = Plan.withoutActions(new ReadyState.Ready(Reason.Available, "all is well"));
    assertThat(AllowlistPlanFilter.of(ready, REFUSAL)).isEqualTo(Plan.withoutActions(REFUSAL));
  }

  private static AwsAction restore() {
    return new ImageCreationAction.CreateRestoreImageTask("web-1", "images", "web-1.bin", Map.of());
  }

  private static AwsAction share(LaunchPermissions add, LaunchPermissions remove) {
    return new ImageAction.ModifyLaunchPermissions("ami-1", add, remove);
  }

  private static AwsAction shareSnapshot(Set<String> add, Set<String> remove) {
    return new SnapshotAction.ModifySnapshotAttribute("snap-1", add, remove);
  }

  private static LaunchPermissions permissions(String accountId) {
    return new LaunchPermissions(false, Set.of(accountId), Set.of());
  }
}
