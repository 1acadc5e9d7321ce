package dev.amioperator.ec2.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.amioperator.ec2.AwsRegion;
import dev.amioperator.ec2.EbsEncryptionDefaults;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageFilter;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.ImageSearch;
import dev.amioperator.ec2.ImageSummary;
import dev.amioperator.ec2.KmsKey;
import dev.amioperator.ec2.KmsKeyAccess;
import dev.amioperator.ec2.Page;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SnapshotLock;
import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.SnapshotSeed;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.kms.KmsClient;

class AwsReadsTest extends AwsAdapterTestBase {
  @Test
  void includesDisabledAndDeprecatedImages() {
    var request = DescribeRequests.images(ImageFilter.ownedBySelf(Map.of()), Optional.empty());

    assertThat(request.includeDisabled()).isTrue();
    assertThat(request.includeDeprecated()).isTrue();
  }

  @Test
  void excludesImagesOfOtherOwners() {
    String amazons =
        cloud.seeds().target("999999999999", PLACE.region()).image(ImageSeed.amazon("al"));
    Map<String, List<String>> filter = Map.of("image-id", List.of(amazons));

    assertThat(reads.images(PLACE, ImageFilter.ownedBySelf(filter), Optional.empty()).items())
        .isEmpty();
    assertThat(reads.images(PLACE, ImageFilter.anyOwner(filter), Optional.empty()).items())
        .singleElement()
        .satisfies(image -> assertThat(image.ownerId()).isEqualTo("999999999999"));
  }

  @Test
  void findsOnlyAvailableImagesOfOwners() {
    Instant deprecated = START.plusSeconds(86_400);
    String amazons =
        cloud
            .seeds()
            .target("999999999999", PLACE.region())
            .image(ImageSeed.amazon("al2023-1").createdAt(START).deprecatedAt(deprecated));
    String disabled = seedImage(ImageSeed.named("al2023-2"));
    cloud.ec2(Caller.of(ACCOUNT), PLACE.region()).disableImage(r -> r.imageId(disabled));
    seedImage(ImageSeed.named("al2023-3"));
    Map<String, List<String>> named = Map.of("name", List.of("al2023-*"));

    assertThat(search(new ImageSearch(List.of("amazon"), named)))
        .containsExactly(new ImageSummary(amazons, Optional.of(START), Optional.of(deprecated)));
    assertThat(search(new ImageSearch(List.of("self", "amazon"), named)))
        .hasSize(2)
        .extracting(ImageSummary::id)
        .doesNotContain(disabled);
  }

  @Test
  void filtersByExactValues() {
    String literal = seedImage(ImageSeed.named("web-1").tagged("family", "web*"));
    seedImage(ImageSeed.named("web-2").tagged("family", "webs"));
    Map<String, List<String>> filter = Map.of("tag:family", List.of("web*"));

    assertThat(reads.images(PLACE, ImageFilter.ownedBySelf(filter), Optional.empty()).items())
        .extracting(Image::id)
        .containsExactly(literal);
  }

  @Test
  void reportsAllowedImagesOnlyWhenTheyHide() {
    var ec2 = clients.ec2("default", PLACE.region());
    assertThat(reads.allowedImagesEnabled(PLACE)).isFalse();

    ec2.enableAllowedImagesSettings(r -> r.allowedImagesSettingsState("audit-mode"));
    assertThat(reads.allowedImagesEnabled(PLACE)).isFalse();

    ec2.enableAllowedImagesSettings(r -> r.allowedImagesSettingsState("enabled"));
    assertThat(reads.allowedImagesEnabled(PLACE)).isTrue();
  }

  @Test
  void followsPageTokens() {
    for (int i = 0; i < DescribeRequests.PAGE_SIZE + 1; i++) {
      seedImage(ImageSeed.named("web-" + i));
    }

    Page<Image> first = reads.images(PLACE, ImageFilter.ownedBySelf(Map.of()), Optional.empty());
    Page<Image> second = reads.images(PLACE, ImageFilter.ownedBySelf(Map.of()), first.nextToken());

    assertThat(first.items()).hasSize(DescribeRequests.PAGE_SIZE);
    assertThat(second.items()).hasSize(1);
    assertThat(second.nextToken()).isEmpty();
  }

  /** Both modes refuse new public snapshots; the mode says what becomes of those shared before. */
  @ParameterizedTest
  @CsvSource({"unblocked, false", "block-new-sharing, true", "block-all-sharing, true"})
  void readsBlockOfPublicSnapshots(String state, boolean blocked) {
    if (blocked) {
      cloud
          .ec2(Caller.of(ACCOUNT), PLACE.region())
          .enableSnapshotBlockPublicAccess(r -> r.state(state));
    }
    assertThat(reads.publicSnapshotSharingBlocked(PLACE)).isEqualTo(blocked);
  }

  @Test
  void readsBlockDevicesOfAvailableImage() {
    String id = create(fromInstance("web-1"));
    cloud.clock().step(Duration.ofDays(1));

    Image image = image(id);
    assertThat(image.state()).isEqualTo(Image.State.AVAILABLE);
    assertThat(image.created()).contains(START);
    assertThat(image.blockDevices())
        .extracting(Image.BlockDevice::deviceName, Image.BlockDevice::sizeGib)
        .containsExactly(tuple("/dev/xvda", 8L));
    assertThat(image.snapshotIds())
        .containsExactlyElementsOf(snapshots().stream().map(Snapshot::id).toList());
    assertThat(snapshots())
        .allSatisfy(
            s -> {
              assertThat(s.state()).isEqualTo(Snapshot.State.COMPLETED);
              assertThat(s.progress()).isEqualTo(100);
              assertThat(s.sizeGib()).isEqualTo(8);
            });
  }

  @Test
  void readsKeyPolicyAndGrants() {
    String key = cloud.seeds().target(ACCOUNT, PLACE.region()).kmsKey("alias/images");
    cloud.seeds().target(ACCOUNT, PLACE.region()).shareKmsKey(key, "111122223333");
    String grantee = "arn:aws:iam::444455556666:root";
    clients
        .kms("default", PLACE.region())
        .createGrant(
            r ->
                r.keyId(key)
                    .name("copies")
                    .granteePrincipal(grantee)
                    .operationsWithStrings("Decrypt"));

    assertThat(reads.keyPolicy(PLACE, key)).contains("arn:aws:iam::111122223333:root");
    assertThat(reads.keyGrants(PLACE, key))
        .singleElement()
        .satisfies(
            grant -> {
              assertThat(grant.id()).isNotEmpty();
              assertThat(grant)
                  .isEqualTo(
                      new KmsKeyAccess.Grant(
                          grant.id(),
                          "copies",
                          grantee,
                          List.of("Decrypt"),
                          false,
                          grant.createdAt()));
              assertThat(grant.createdAt()).isPresent();
            });
  }

  @Test
  void resolvesKeyByEveryForm() {
    KmsClient kms = clients.kms("default", PLACE.region());
    String arn = kms.createKey(r -> r.multiRegion(true)).keyMetadata().arn();
    String id = arn.substring(arn.indexOf('/') + 1);
    kms.createAlias(r -> r.aliasName("alias/release").targetKeyId(arn));
    kms.disableKey(r -> r.keyId(arn));

    for (String form : List.of(arn, id, "alias/release")) {
      assertThat(reads.kmsKey(PLACE, form)).isEqualTo(new KmsKey(arn, "Disabled", false, true));
    }
    assertThat(reads.kmsKey(PLACE, arn).enabled()).isFalse();
    KmsKey managed = reads.kmsKey(PLACE, "alias/aws/ebs");
    assertThat(managed.awsManaged()).isTrue();
    assertThat(managed.enabled()).isTrue();
    assertThatThrownBy(() -> reads.kmsKey(PLACE, "alias/none"))
        .isInstanceOfSatisfying(
            Ec2CallException.class,
            e -> assertThat(e.errorClass()).isEqualTo(Ec2CallException.ErrorClass.NOT_FOUND));
  }

  @Test
  void readsRegionsWithOptInStatus() {
    cloud.seeds().target(ACCOUNT, "ap-east-1").enableRegion();

    assertThat(reads.regions(PLACE))
        .contains(
            new AwsRegion("eu-west-1", AwsRegion.OptInStatus.OPT_IN_NOT_REQUIRED),
            new AwsRegion("ap-east-1", AwsRegion.OptInStatus.OPTED_IN),
            new AwsRegion("af-south-1", AwsRegion.OptInStatus.NOT_OPTED_IN));
    assertThat(reads.regions(PLACE))
        .filteredOn(AwsRegion::enabled)
        .extracting(AwsRegion::name)
        .contains("eu-west-1", "ap-east-1")
        .doesNotContain("af-south-1", "cn-north-1");
  }

  @Test
  void readsTimesAndFailureOfSnapshots() {
    String source = cloud.seeds().target(ACCOUNT, PLACE.region()).snapshot(SnapshotSeed.of(8));
    Ec2Client ec2 = clients.ec2("default", PLACE.region());
    Instant start = cloud.clock().instant();
    String timed =
        ec2.copySnapshot(
                r ->
                    r.sourceRegion(PLACE.region())
                        .sourceSnapshotId(source)
                        .completionDurationMinutes(15))
            .snapshotId();
    String failed =
        ec2.copySnapshot(
                r ->
                    r.sourceRegion(PLACE.region())
                        .sourceSnapshotId(source)
                        .encrypted(true)
                        .kmsKeyId("alias/none"))
            .snapshotId();
    cloud.clock().step(Duration.ofHours(1));

    Snapshot.Creation creation = creationOf(timed);
    assertThat(creation.startedAt()).contains(start);
    assertThat(creation.completedAt()).contains(start.plus(Duration.ofMinutes(15)));
    assertThat(creation.completionDurationMinutes()).contains(15);
    assertThat(creation.failure()).isEmpty();
    assertThat(creation.missedDuration(cloud.clock().instant())).isFalse();
    assertThat(creationOf(failed).failure()).isEqualTo("Given key ID is not accessible");
    assertThat(creationOf(failed).completionDurationMinutes()).isEmpty();
  }

  private Snapshot.Creation creationOf(String snapshotId) {
    return snapshots().stream()
        .filter(snapshot -> snapshot.id().equals(snapshotId))
        .findFirst()
        .orElseThrow()
        .creation();
  }

  @Test
  void readsDefaultEbsEncryption() {
    assertThat(reads.ebsEncryptionDefaults(PLACE))
        .isEqualTo(new EbsEncryptionDefaults(false, "alias/aws/ebs"));

    String key = cloud.seeds().target(ACCOUNT, PLACE.region()).kmsKey("alias/images");
    clients.ec2("default", PLACE.region()).enableEbsEncryptionByDefault(r -> {});
    clients.ec2("default", PLACE.region()).modifyEbsDefaultKmsKeyId(r -> r.kmsKeyId(key));

    assertThat(reads.ebsEncryptionDefaults(PLACE)).isEqualTo(new EbsEncryptionDefaults(true, key));
  }

  @Test
  void readsActiveSnapshotLocks() {
    String free = cloud.seeds().target(ACCOUNT, PLACE.region()).snapshot(SnapshotSeed.of(8));
    String locked = cloud.seeds().target(ACCOUNT, PLACE.region()).snapshot(SnapshotSeed.of(8));
    clients
        .ec2("default", PLACE.region())
        .lockSnapshot(r -> r.snapshotId(locked).lockMode("governance").lockDuration(2));

    assertThat(reads.snapshotLocks(PLACE, List.of(free, locked)))
        .containsExactly(
            new SnapshotLock(locked, "governance", Optional.of(START.plus(Duration.ofDays(2)))));
    cloud.clock().step(Duration.ofDays(2));
    assertThat(reads.snapshotLocks(PLACE, List.of(locked))).isEmpty();
  }

  @Test
  void readsReferencesOfOldTemplateVersions() {
    String old = seedImage(ImageSeed.named("old"));
    String current = seedImage(ImageSeed.named("current"));
    String[] versions = new String[12];
    Arrays.fill(versions, current);
    versions[0] = old;
    cloud.seeds().target(ACCOUNT, PLACE.region()).launchTemplate("web", versions);

    assertThat(reads.imageReferences(PLACE, List.of(old)))
        .extracting(ImageReference::type)
        .containsExactly("ec2:LaunchTemplate");
  }

  /** A terminated instance is listed for about an hour, and can never use its image again. */
  @Test
  void ignoresTerminatedInstancesThatUseImage() {
    String image = seedImage(ImageSeed.named("web"));
    String instance = cloud.seeds().target(ACCOUNT, PLACE.region()).instanceUsing(image);
    clients.ec2("default", PLACE.region()).stopInstances(r -> r.instanceIds(instance));
    cloud.clock().step(Duration.ofMinutes(5));
    assertThat(reads.imageReferences(PLACE, List.of(image))).hasSize(1);

    clients.ec2("default", PLACE.region()).terminateInstances(r -> r.instanceIds(instance));
    cloud.clock().step(Duration.ofMinutes(5));
    assertThat(reads.imageReferences(PLACE, List.of(image))).isEmpty();
  }

  @Test
  void readsEndOfProtectionCooldown() {
    String image = seedImage(ImageSeed.named("web"));
    Ec2Client ec2 = clients.ec2("default", PLACE.region());
    ec2.enableImageDeregistrationProtection(r -> r.imageId(image).withCooldown(true));
    assertThat(image(image).settings().protectedUntil()).isEmpty();

    ec2.disableImageDeregistrationProtection(r -> r.imageId(image));
    assertThat(image(image).settings().protection())
        .isEqualTo(Image.DeregistrationProtection.DISABLED);
    assertThat(image(image).settings().protectedUntil()).contains(START.plus(Duration.ofDays(1)));
    cloud.clock().step(Duration.ofDays(1));
    assertThat(image(image).settings().protectedUntil()).isEmpty();
  }

  private List<ImageSummary> search(ImageSearch search) {
    return reads.searchImages(PLACE, search, Optional.empty()).items();
  }
}
