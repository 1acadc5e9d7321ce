package dev.amioperator.attributes;

import static dev.amioperator.testing.Ec2Fixtures.encrypted;
import static dev.amioperator.testing.Ec2Fixtures.ownedImage;
import static dev.amioperator.testing.Ec2Fixtures.withSettings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.amioperator.api.v1alpha1.LaunchPermissionsSpec;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.KmsKeyAccess;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.testing.Manifests;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DesiredSharingTest {
  private static final DesiredSharing PUBLIC =
      DesiredSharing.of(
          Manifests.read("{public: true, includeSnapshots: true}", LaunchPermissionsSpec.class));

  private static final Image IMAGE = ownedImage("ami-1", "src");
  private static final String FRIEND = "111111111111";
  private static final String STRANGER = "999999999999";
  private static final Map<String, KmsKeyAccess> UNDER_AWS_KEY =
      Map.of("snap-1", new KmsKeyAccess("arn:aws:kms:::key/ebs", true, "", List.of(), ""));
  private static final String ORGANIZATION =
      "arn:aws:organizations::123456789012:organization/o-abc1234567";

  @Test
  void leavesUnspecifiedPermissionsUnmanaged() {
    assertThat(DesiredSharing.of(null).converge(IMAGE, observedPermissions(permissions(STRANGER))))
        .isEmpty();
    assertThat(DesiredSharing.of(spec(null)).createVolumePermissions()).isEmpty();
  }

  /** EC2 applies a call completely or not at all: an unknown account would block the revocation. */
  @Test
  void removesPermissionsBeforeAdding() {
    LaunchPermissions now = new LaunchPermissions(true, Set.of(STRANGER), Set.of("arn:old"));
    assertThat(DesiredSharing.of(spec(null)).converge(IMAGE, observedPermissions(now)))
        .containsExactly(
            share(
                LaunchPermissions.NONE,
                new LaunchPermissions(true, Set.of(STRANGER), Set.of("arn:old"))),
            share(
                new LaunchPermissions(false, Set.of(FRIEND), Set.of(ORGANIZATION)),
                LaunchPermissions.NONE));
  }

  @Test
  void leavesUnobservedPermissionsAlone() {
    assertThat(DesiredSharing.of(spec(true)).converge(IMAGE, ObservedSharing.NOT_OBSERVED))
        .isEmpty();
  }

  @Test
  void batchesManyPermissions() {
    List<String> ids = IntStream.range(0, 450).mapToObj("%012d"::formatted).toList();
    LaunchPermissions wanted = new LaunchPermissions(true, Set.copyOf(ids), Set.of(ORGANIZATION));
    DesiredSharing desiredSharing = new DesiredSharing(Optional.of(wanted), Optional.empty());

    List<LaunchPermissions> added =
        desiredSharing.converge(IMAGE, observedPermissions(LaunchPermissions.NONE)).stream()
            .map(awsAction -> ((ImageAction.ModifyLaunchPermissions) awsAction).add())
            .toList();

    assertThat(added)
        .allSatisfy(
            batch ->
                assertThat(batch.accountIds().size() + batch.arns().size())
                    .isBetween(1, DesiredSharing.BATCH_SIZE));
    assertThat(added).filteredOn(LaunchPermissions::everyone).hasSize(1);
    assertThat(added.stream().flatMap(batch -> batch.accountIds().stream()))
        .containsExactlyInAnyOrderElementsOf(ids);
    assertThat(added.stream().flatMap(batch -> batch.arns().stream()))
        .containsExactly(ORGANIZATION);
  }

  @Test
  void makesImagePublicInOneCall() {
    LaunchPermissions everyone = new LaunchPermissions(true, Set.of(), Set.of());
    assertThat(
            new DesiredSharing(Optional.of(everyone), Optional.empty())
                .converge(IMAGE, observedPermissions(LaunchPermissions.NONE)))
        .containsExactly(share(everyone, LaunchPermissions.NONE));
  }

  @Test
  void sharesSnapshotsOnlyWithListedAccounts() {
    ObservedSharing now =
        new ObservedSharing(
            Optional.of(permissions(FRIEND, ORGANIZATION)),
            Map.of("snap-1", Set.of(STRANGER), "snap-2", Set.of(FRIEND)),
            false,
            false,
            Map.of());
    assertThat(DesiredSharing.of(spec(true)).converge(IMAGE, now))
        .containsExactly(
            new SnapshotAction.ModifySnapshotAttribute("snap-1", Set.of(), Set.of(STRANGER)),
            new SnapshotAction.ModifySnapshotAttribute("snap-1", Set.of(FRIEND), Set.of()));
  }

  @Test
  void revokesSnapshotsWhenIncludeSnapshotsIsFalse() {
    ObservedSharing now =
        new ObservedSharing(
            Optional.of(permissions(FRIEND, ORGANIZATION)),
            Map.of("snap-1", Set.of(FRIEND)),
            false,
            false,
            Map.of());
    assertThat(DesiredSharing.of(spec(false)).converge(IMAGE, now))
        .containsExactly(
            new SnapshotAction.ModifySnapshotAttribute("snap-1", Set.of(), Set.of(FRIEND)));
  }

  @Test
  void sharesSnapshotsOfPublicImageWithEveryone() {
    assertThat(PUBLIC.converge(IMAGE, observedPublic(false)))
        .containsExactly(
            new SnapshotAction.ModifySnapshotAttribute("snap-1", Set.of("all"), Set.of()));
    assertThat(PUBLIC.obstacle(IMAGE, observedPublic(false))).isEmpty();
  }

  @Test
  void refusesPublicSnapshotsWhereAccountBlocksThem() {
    assertThat(PUBLIC.converge(IMAGE, observedPublic(true))).isEmpty();
    assertThat(PUBLIC.obstacle(IMAGE, observedPublic(true)))
        .hasValueSatisfying(
            readyState ->
                assertThat(readyState.message())
                    .contains("snap-1 of ami-1", "DisableSnapshotBlockPublicAccess"));
  }

  @Test
  void revokesSnapshotsOfImageNoLongerPublic() {
    ObservedSharing now =
        new ObservedSharing(
            Optional.of(LaunchPermissions.NONE),
            Map.of("snap-1", Set.of("all")),
            false,
            false,
            Map.of());
    assertThat(
            DesiredSharing.of(
                    Manifests.read("{includeSnapshots: false}", LaunchPermissionsSpec.class))
                .converge(IMAGE, now))
        .containsExactly(
            new SnapshotAction.ModifySnapshotAttribute("snap-1", Set.of(), Set.of("all")));
  }

  /** The image is public; its snapshots are snap-1, private, and snap-2, public. */
  private static ObservedSharing observedPublic(boolean snapshotsBlocked) {
    return new ObservedSharing(
        Optional.of(new LaunchPermissions(true, Set.of(), Set.of())),
        Map.of("snap-1", Set.of(), "snap-2", Set.of("all")),
        false,
        snapshotsBlocked,
        Map.of());
  }

  @Test
  void refusesSharingUnderDefaultKeyWithReason() {
    ObservedSharing now =
        new ObservedSharing(
            Optional.of(LaunchPermissions.NONE), Map.of(), false, false, UNDER_AWS_KEY);
    assertThat(DesiredSharing.of(spec(null)).converge(IMAGE, now)).isEmpty();
    assertThat(DesiredSharing.of(spec(null)).obstacle(IMAGE, now))
        .hasValueSatisfying(
            readyState -> {
              assertThat(readyState.reason()).isEqualTo(Reason.CannotShare);
              assertThat(readyState.message()).contains("ami-1", "snap-1", "aws/ebs");
            });
  }

  @Test
  void revokesPermissionsDespiteObstacleToAdding() {
    ObservedSharing now =
        new ObservedSharing(
            Optional.of(permissions(STRANGER)),
            Map.of("snap-1", Set.of(STRANGER)),
            false,
            false,
            UNDER_AWS_KEY);
    assertThat(DesiredSharing.of(spec(true)).converge(IMAGE, now))
        .containsExactly(
            share(LaunchPermissions.NONE, permissions(STRANGER)),
            new SnapshotAction.ModifySnapshotAttribute("snap-1", Set.of(), Set.of(STRANGER)));
  }

  @Test
  void ignoresObstaclesForExistingPermissions() {
    ObservedSharing now =
        new ObservedSharing(
            Optional.of(permissions(FRIEND, ORGANIZATION)), Map.of(), true, false, UNDER_AWS_KEY);
    assertThat(DesiredSharing.of(spec(null)).obstacle(IMAGE, now)).isEmpty();
  }

  @Test
  void refusesSharingWithoutKeyAccess() {
    ObservedSharing now = observedKey(key("{}", ""));
    assertThat(DesiredSharing.of(spec(null)).converge(IMAGE, now)).isEmpty();
    assertThat(DesiredSharing.of(spec(null)).obstacle(IMAGE, now))
        .hasValueSatisfying(
            readyState -> {
              assertThat(readyState.reason()).isEqualTo(Reason.CannotShare);
              assertThat(readyState.message())
                  .contains("ami-1", "snap-1", "key/1", FRIEND, ORGANIZATION)
                  .contains(
                      "kms:Decrypt", "kms:CreateGrant", "arn:aws:iam::%s:root".formatted(FRIEND));
            });
  }

  @Test
  void namesSomeOfManyAccountsWithoutKeyAccess() {
    DesiredSharing sharing =
        DesiredSharing.of(
            new LaunchPermissionsSpec(
                null,
                IntStream.range(0, 8).mapToObj("11111111111%d"::formatted).toList(),
                null,
                null,
                null));
    assertThat(sharing.obstacle(IMAGE, observedKey(key("{}", ""))).orElseThrow().message())
        .contains("111111111114 and 3 more: they cannot use", "111111111114:root and 3 more.")
        .doesNotContain("111111111115");
  }

  @Test
  void sharesDespiteUnknownKeyAccessAndWarns() {
    ObservedSharing now = observedKey(key("", "GetKeyPolicy: denied"));
    assertThat(DesiredSharing.of(spec(null)).obstacle(IMAGE, now)).isEmpty();
    assertThat(DesiredSharing.of(spec(null)).converge(IMAGE, now)).hasSize(1);
    assertThat(DesiredSharing.of(spec(null)).warning(now))
        .contains(FRIEND, "key/1", "could not be checked", "GetKeyPolicy: denied");
  }

  @Test
  void reportsRevokedKeyAccessOfSharedImage() {
    ObservedSharing now =
        new ObservedSharing(
            Optional.of(permissions(FRIEND, ORGANIZATION)),
            Map.of(),
            false,
            false,
            Map.of("snap-1", key("{}", "")));
    assertThat(DesiredSharing.of(spec(null)).obstacle(IMAGE, now)).isEmpty();
    assertThat(DesiredSharing.of(spec(null)).warning(now)).contains(FRIEND, "cannot use its key");
  }

  private static ObservedSharing observedKey(KmsKeyAccess key) {
    return new ObservedSharing(
        Optional.of(LaunchPermissions.NONE), Map.of(), false, false, Map.of("snap-1", key));
  }

  private static KmsKeyAccess key(String policy, String unread) {
    return new KmsKeyAccess(
        "arn:aws:kms:eu-west-1:123456789012:key/1", false, policy, List.of(), unread);
  }

  static Stream<Arguments> obstaclesToBeingPublic() {
    return Stream.of(
        arguments("encrypted volumes", encrypted(IMAGE), false),
        arguments(
            "Marketplace",
            withSettings(
                IMAGE,
                new Image.Settings(
                    Optional.empty(), Image.DeregistrationProtection.DISABLED, false, true, false)),
            false),
        arguments(
            "123456789012:approved",
            withSettings(
                IMAGE,
                new Image.Settings(
                    Optional.empty(),
                    Image.DeregistrationProtection.DISABLED,
                    Optional.empty(),
                    false,
                    false,
                    false,
                    List.of("123456789012:approved"),
                    false)),
            false),
        arguments("blocks public access", IMAGE, true));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("obstaclesToBeingPublic")
  void refusesPublicImageWithObstacle(String why, Image image, boolean blocked) {
    ObservedSharing now =
        new ObservedSharing(
            Optional.of(LaunchPermissions.NONE), Map.of(), blocked, false, Map.of());
    DesiredSharing everyone =
        DesiredSharing.of(new LaunchPermissionsSpec(true, null, null, null, null));
    assertThat(everyone.converge(image, now)).isEmpty();
    assertThat(everyone.obstacle(image, now))
        .hasValueSatisfying(readyState -> assertThat(readyState.message()).contains(why));
    assertThat(DesiredSharing.of(spec(null)).obstacle(image, now)).isEmpty();
  }

  private static LaunchPermissionsSpec spec(Boolean includeSnapshots) {
    return new LaunchPermissionsSpec(
        null, List.of(FRIEND), List.of(ORGANIZATION), null, includeSnapshots);
  }

  private static LaunchPermissions permissions(String accountId, String... arns) {
    return new LaunchPermissions(false, Set.of(accountId), Set.of(arns));
  }

  private static ObservedSharing observedPermissions(LaunchPermissions permissions) {
    return new ObservedSharing(Optional.of(permissions), Map.of(), false, false, Map.of());
  }

  private static AwsAction share(LaunchPermissions add, LaunchPermissions remove) {
    return new ImageAction.ModifyLaunchPermissions("ami-1", add, remove);
  }
}
