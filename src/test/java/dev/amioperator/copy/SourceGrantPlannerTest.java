package dev.amioperator.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amioperator.account.Allowlist;
import dev.amioperator.api.v1alpha1.CopyGrant;
import dev.amioperator.api.v1alpha1.CopyGrantBuilder;
import dev.amioperator.attributes.DesiredSharing;
import dev.amioperator.copy.SourceGrantPlanner.Step;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.KmsAction;
import dev.amioperator.ec2.KmsKeyAccess;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.GrantName;
import dev.amioperator.ownership.Owner;
import dev.amioperator.testing.Manifests;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an account needs to copy an image, what is recorded of it, and what is revoked. */
class SourceGrantPlannerTest {
  private static final String ACCOUNT = Manifests.FRIEND;
  private static final String IMAGE = "ami-0123456789abcdef0";
  private static final String KEY = "arn:aws:kms:eu-west-1:123456789012:key/1";
  private static final LaunchPermissions SHARED =
      new LaunchPermissions(false, Set.of(ACCOUNT), Set.of());
  private static final CopyGrant NOTHING =
      CopyGrantBuilder.builder()
          .accountId(ACCOUNT)
          .imageRef("web-42")
          .sourceAccount("default")
          .sourceAccountId("123456789012")
          .region("eu-west-1")
          .imageId(IMAGE)
          .build();
  private static final CopyGrant ALL =
      CopyGrantBuilder.builder(NOTHING)
          .launchPermission(true)
          .snapshotIds(List.of("snap-1"))
          .build();
  private static final Allowlist ALLOWING =
      new Allowlist("default", Manifests.allowingAll().build());

  private static SourceSharing sharing(LaunchPermissions launch, Set<String> copying) {
    return new SourceSharing(launch, Map.of("snap-1", copying), List.of());
  }

  private static SourceSharing encrypted(boolean awsManaged, KmsKeyAccess.Grant... grants) {
    String policy =
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":"
            + "\"arn:aws:iam::123456789012:root\"},\"Action\":\"kms:*\",\"Resource\":\"*\"}]}";
    return new SourceSharing(
        SHARED,
        Map.of("snap-1", Set.of(ACCOUNT)),
        List.of(new KmsKeyAccess(KEY, awsManaged, policy, List.of(grants), "")));
  }

  private static Step plan(
      SourceSharing sharing, Allowlist allowlist, Set<String> own, CopyGrant recorded) {
    return new SourceGrantPlanner(
            CopyFixtures.OWNER,
            NOTHING,
            sharing,
            own,
            allowlist,
            Optional.ofNullable(recorded),
            List.of(),
            CopyFixtures.NOW)
        .plan();
  }

  private static Step plan(SourceSharing sharing, CopyGrant recorded) {
    return plan(sharing, ALLOWING, Set.of("snap-1"), recorded);
  }

  private static List<AwsAction> actions(Step step) {
    return ((Step.Execute) step).plan().actions();
  }

  @Test
  void recordsBeforeItGrants() {
    SourceSharing closed = sharing(LaunchPermissions.NONE, Set.of());

    assertThat(plan(closed, null)).isEqualTo(new Step.Record(ALL));
    assertThat(actions(plan(closed, ALL)))
        .containsExactly(
            new SnapshotAction.ModifySnapshotAttribute("snap-1", Set.of(ACCOUNT), Set.of()),
            new ImageAction.ModifyLaunchPermissions(IMAGE, SHARED, LaunchPermissions.NONE));
    assertThat(plan(sharing(SHARED, Set.of(ACCOUNT)), ALL)).isEqualTo(new Step.Shared());
  }

  @Test
  void recordsOnlyWhatIsMissing() {
    assertThat(plan(sharing(SHARED, Set.of()), null))
        .isEqualTo(
            new Step.Record(
                CopyGrantBuilder.builder(NOTHING).snapshotIds(List.of("snap-1")).build()));
    assertThat(plan(sharing(SHARED, Set.of(ACCOUNT)), null)).isEqualTo(new Step.Shared());
    assertThat(
            plan(
                sharing(
                    new LaunchPermissions(true, Set.of(), Set.of()),
                    Set.of(SnapshotAction.EVERYONE)),
                null))
        .isEqualTo(new Step.Shared());
  }

  /** An organization's permission covers no snapshot, and may not cover the account. */
  @Test
  void doesNotRelyOnOrganization() {
    LaunchPermissions organization =
        new LaunchPermissions(
            false, Set.of(), Set.of("arn:aws:organizations::123456789012:organization/o-1"));

    assertThat(plan(sharing(organization, Set.of()), null)).isEqualTo(new Step.Record(ALL));
  }

  @Test
  void recordsWhatAnotherCopyWouldRevoke() {
    Step step =
        new SourceGrantPlanner(
                CopyFixtures.OWNER,
                NOTHING,
                sharing(SHARED, Set.of(ACCOUNT)),
                Set.of("snap-1"),
                ALLOWING,
                Optional.empty(),
                List.of(ALL),
                CopyFixtures.NOW)
            .plan();

    assertThat(step).isEqualTo(new Step.Record(ALL));
  }

  @Test
  void refusesWhatIsNotAllowedOrNotOwned() {
    SourceSharing closed = sharing(LaunchPermissions.NONE, Set.of());
    Allowlist narrow =
        new Allowlist("default", Manifests.allowingAll().shareWith(List.of()).build());

    assertThat(refusal(plan(closed, narrow, Set.of("snap-1"), null)))
        .contains(ACCOUNT, "shareWith");
    assertThat(refusal(plan(closed, ALLOWING, Set.of(), null)))
        .contains("snap-1", "createVolumePermission", ACCOUNT);
    Allowlist withoutKeys =
        new Allowlist("default", Manifests.allowingAll().kmsKeys(List.of()).build());
    assertThat(refusal(plan(encrypted(false), withoutKeys, Set.of("snap-1"), null)))
        .contains(KEY, "kmsKeys");
    assertThat(refusal(plan(encrypted(true), null))).contains(KEY, "AWS manages");
  }

  private static String refusal(Step step) {
    return ((Step.Refused) step).why().message();
  }

  @Test
  void grantsKeyThatRefusesAccount() {
    CopyGrant key = CopyGrantBuilder.builder(NOTHING).kmsKeyArns(List.of(KEY)).build();

    assertThat(plan(encrypted(false), null)).isEqualTo(new Step.Record(key));
    assertThat(actions(plan(encrypted(false), key)))
        .containsExactly(
            new KmsAction.CreateGrant(
                KEY,
                GrantName.of(CopyFixtures.OWNER),
                "arn:aws:iam::" + ACCOUNT + ":root",
                KmsAction.CreateGrant.OPERATIONS_OF_COPIES));
  }

  /** CreateGrant's reference: usually less than five minutes until a grant is available. */
  @Test
  void waitsUntilKeyGrantApplies() {
    CopyGrant key = CopyGrantBuilder.builder(NOTHING).kmsKeyArns(List.of(KEY)).build();

    assertThat(plan(encrypted(false, grantOfAge(Duration.ofSeconds(299))), key))
        .isInstanceOfSatisfying(
            Step.AwaitGrant.class,
            step -> assertThat(step.why().message()).contains(ACCOUNT, KEY, "5 minutes"));
    assertThat(plan(encrypted(false, grantOfAge(Duration.ofMinutes(5))), key))
        .isEqualTo(new Step.Shared());
    assertThat(
            plan(
                encrypted(
                    false, grantOfAge(Duration.ofSeconds(1)), grantOfAge(Duration.ofHours(1))),
                key))
        .isEqualTo(new Step.Shared());
  }

  /** The other object, perhaps of another namespace or cluster, revokes its grant at any time. */
  @Test
  void doesNotRelyOnKeyGrantOfAnotherObject() {
    CopyGrant key = CopyGrantBuilder.builder(NOTHING).kmsKeyArns(List.of(KEY)).build();
    SourceSharing byOther =
        encrypted(false, grantOfAge(Duration.ofHours(1), "ami-operator/cluster/other"));
    SourceSharing byPeople = encrypted(false, grantOfAge(Duration.ofHours(1), "by-people"));

    assertThat(plan(byOther, null)).isEqualTo(new Step.Record(key));
    assertThat(actions(plan(byOther, key)))
        .singleElement()
        .isInstanceOf(KmsAction.CreateGrant.class);
    assertThat(plan(byPeople, null)).isEqualTo(new Step.Shared());
  }

  @Test
  void recordsOwnKeyGrantForSecondImage() {
    CopyGrant key = CopyGrantBuilder.builder(NOTHING).kmsKeyArns(List.of(KEY)).build();
    SourceSharing granted = encrypted(false, grantOfAge(Duration.ofHours(1)));

    assertThat(plan(granted, null)).isEqualTo(new Step.Record(key));
    assertThat(plan(granted, key)).isEqualTo(new Step.Shared());
    assertThat(
            new SourceGrantRevocation(
                    CopyFixtures.OWNER, key, Set.of(KEY), granted, DesiredSharing.UNMANAGED, true)
                .actions())
        .isEmpty();
  }

  private static KmsKeyAccess.Grant grantOfAge(Duration age) {
    return grantOfAge(age, GrantName.of(CopyFixtures.OWNER));
  }

  private static KmsKeyAccess.Grant grantOfAge(Duration age, String name) {
    return new KmsKeyAccess.Grant(
        "g-1",
        name,
        "arn:aws:iam::" + ACCOUNT + ":root",
        KmsAction.CreateGrant.OPERATIONS_OF_COPIES,
        false,
        Optional.of(CopyFixtures.NOW.minus(age)));
  }

  @Test
  void revokesOnlyWhatIsRecordedAndNotDeclared() {
    SourceSharing open = sharing(SHARED, Set.of(ACCOUNT, "444455556666"));
    DesiredSharing declared = new DesiredSharing(Optional.of(SHARED), Optional.empty());

    assertThat(revoked(NOTHING, open, DesiredSharing.UNMANAGED)).isEmpty();
    assertThat(revoked(ALL, open, DesiredSharing.UNMANAGED)).hasSize(2);
    assertThat(revoked(ALL, open, declared))
        .containsExactly(
            new SnapshotAction.ModifySnapshotAttribute("snap-1", Set.of(), Set.of(ACCOUNT)));
  }

  /** A user may have edited the status; a grant of a key has the name of its owner. */
  @Test
  void revokesKeyGrantOnlyOfAccountWithoutAwsAccount() {
    KmsKeyAccess.Grant own = grantOfAge(Duration.ofHours(1));
    CopyGrant recorded =
        CopyGrantBuilder.builder(ALL).kmsKeyArns(List.of(KEY)).launchPermission(true).build();
    SourceGrantRevocation open = forged(recorded, encrypted(false, own));

    assertThat(open.actions()).containsExactly(new KmsAction.RevokeGrant(KEY, "g-1"));
    assertThat(open.obstacle())
        .hasValueSatisfying(why -> assertThat(why.message()).contains("status.grants", ACCOUNT));
    assertThat(forged(recorded, sharing(LaunchPermissions.NONE, Set.of())).obstacle()).isEmpty();
  }

  private static SourceGrantRevocation forged(CopyGrant recorded, SourceSharing sharing) {
    return new SourceGrantRevocation(
        CopyFixtures.OWNER, recorded, Set.of(), sharing, DesiredSharing.UNMANAGED, false);
  }

  @Test
  void revokesOwnGrantsOfKeyOnly() {
    String root = "arn:aws:iam::" + ACCOUNT + ":root";
    KmsKeyAccess.Grant own =
        new KmsKeyAccess.Grant(
            "g-1", GrantName.of(CopyFixtures.OWNER), root, List.of(), false, Optional.empty());
    KmsKeyAccess.Grant other =
        new KmsKeyAccess.Grant("g-2", "", root, List.of(), false, Optional.empty());
    CopyGrant key = CopyGrantBuilder.builder(NOTHING).kmsKeyArns(List.of(KEY)).build();

    assertThat(revoked(key, encrypted(false, own, other), DesiredSharing.UNMANAGED))
        .containsExactly(new KmsAction.RevokeGrant(KEY, "g-1"));
  }

  private static List<AwsAction> revoked(
      CopyGrant grant, SourceSharing sharing, DesiredSharing declared) {
    return new SourceGrantRevocation(CopyFixtures.OWNER, grant, Set.of(), sharing, declared, true)
        .actions();
  }

  @Test
  void claimsPermissionsOfOwnNamespaceOnly() {
    ClusterId cluster = CopyFixtures.OWNER.cluster();
    SourceGrantClaim claim =
        new SourceGrantClaim(CopyFixtures.OWNER, new Owner(cluster, "AmiImage/images/web-42"));

    assertThat(claim.permits(new ImageAction.DeregisterImage(IMAGE, true))).isFalse();
    assertThat(
            claim.permits(
                new ImageAction.ModifyLaunchPermissions(
                    IMAGE,
                    new LaunchPermissions(true, Set.of(), Set.of()),
                    LaunchPermissions.NONE)))
        .isFalse();
    assertThat(
            claim.permits(
                new ImageAction.ModifyLaunchPermissions(IMAGE, SHARED, LaunchPermissions.NONE)))
        .isTrue();
    assertThatThrownBy(
            () ->
                new SourceGrantClaim(
                    CopyFixtures.OWNER, new Owner(cluster, "AmiImage/other/web-42")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
