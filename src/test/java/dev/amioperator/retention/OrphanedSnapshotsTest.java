package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionImageFixtures.image;
import static dev.amioperator.retention.RetentionImageFixtures.withBlockDevices;
import static dev.amioperator.retention.RetentionScenario.CLUSTER;
import static dev.amioperator.retention.RetentionScenario.NOW;
import static dev.amioperator.retention.RetentionScenario.PLACE;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpecBuilder;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Plan;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatusPlanBuilder;
import dev.amioperator.api.v1alpha1.SnapshotPricesSpec;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.retention.OrphanedSnapshots.Orphan;
import dev.amioperator.retention.OrphanedSnapshots.SnapshotUse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Snapshots that remain when an image is deregistered without them. */
class OrphanedSnapshotsTest {
  private static final String CREATED = "Created by CreateImage(i-0123456789abcdef0) for ami-gone";
  private static final String COPIED =
      "Copied for DestinationAmi ami-gone from SourceAmi ami-src for SourceSnapshot snap-src. "
          + "Task created on 1,700,000,000,000.";

  private final List<Image> images = new ArrayList<>(List.of(image("ami-there", 40)));
  private Set<String> objects = Set.of();
  private Map<String, String>[] allowed = entries(Map.of("family", "*"));
  private Set<String> recorded = Set.of();
  private final List<String> elsewhere = new ArrayList<>();

  @Test
  void findsSnapshotsOfImagesThatAreGone() {
    assertThat(
            orphans(
                foreign("snap-created", CREATED),
                foreign("snap-copied", COPIED),
                foreign("snap-there", CREATED.replace("ami-gone", "ami-there")),
                foreign("snap-backup", "my backup of ami-gone")))
        .extracting(orphan -> orphan.snapshot().id(), Orphan::message)
        .containsExactly(
            tuple("snap-copied", "EC2 created it for ami-gone, which does not exist."),
            tuple("snap-created", "EC2 created it for ami-gone, which does not exist."));
  }

  @Test
  void leavesOutWhatAnImageUses() {
    images.add(usingSnapshot("snap-used"));

    assertThat(orphans(foreign("snap-used", CREATED), owned("snap-used", "AmiImage/images/gone")))
        .isEmpty();
  }

  /** Of a pending image EC2 does not list every snapshot: their descriptions name it. */
  @Test
  void leavesOutSnapshotsOfReleasedImage() {
    images.add(image("ami-released", 40));
    Map<String, String> tags =
        Map.of(TagKeys.CLUSTER, CLUSTER.value(), TagKeys.RESOURCE, "AmiImage/images/gone");

    assertThat(
            orphans(
                snapshot("snap-created", CREATED.replace("ami-gone", "ami-released"), tags),
                snapshot("snap-copied", COPIED.replace("ami-gone", "ami-released"), tags)))
        .isEmpty();
  }

  @Test
  void findsSnapshotsOfObjectsOfTheNamespaceThatAreGone() {
    objects = Set.of("AmiImage/images/there");
    allowed = entries();

    assertThat(
            orphans(
                owned("snap-gone", "AmiImage/images/gone"),
                owned("snap-there", "AmiImage/images/there"),
                owned("snap-other", "AmiImage/others/gone"),
                foreign("snap-foreign", CREATED)))
        .extracting(Orphan::message)
        .containsExactly("Its tags name AmiImage/images/gone, which does not exist.");
  }

  /** Tags of another cluster prove that its operator may still need the snapshot. */
  @Test
  void leavesOtherOwnersAlone() {
    assertThat(
            orphans(
                snapshot(
                    "snap-cluster",
                    CREATED,
                    Map.of(
                        "family", "web",
                        "amioperator.dev/cluster", "there",
                        "amioperator.dev/resource", "AmiImage/images/gone")),
                snapshot("snap-backup", CREATED, Map.of("family", "web", "aws:backup:source", "x")),
                snapshot("snap-dlm", CREATED, Map.of("family", "web", "aws:dlm:managed", "true")),
                snapshot("snap-keep", CREATED, Map.of("family", "web", "amioperator.dev/keep", "")),
                snapshot(
                    "snap-released",
                    CREATED,
                    Map.of("family", "web", "amioperator.dev/released", "x"))))
        .isEmpty();
  }

  @Test
  void leavesOutWhatIsNotSettled() {
    recorded = Set.of("snap-recorded");

    assertThat(
            orphans(
                aged("snap-new", Optional.of(Duration.ofHours(23)), Snapshot.State.COMPLETED),
                aged("snap-undated", Optional.empty(), Snapshot.State.COMPLETED),
                aged("snap-pending", Optional.of(Duration.ofDays(9)), Snapshot.State.PENDING),
                foreign("snap-recorded", CREATED)))
        .isEmpty();
    assertThat(orphans(aged("snap-old", Optional.of(Duration.ofDays(1)), Snapshot.State.ERROR)))
        .hasSize(1);
  }

  @Test
  void summarizesAllAndShowsSome() {
    Snapshot[] many =
        IntStream.range(0, 30)
            .mapToObj(i -> foreign("snap-" + i, CREATED))
            .toArray(Snapshot[]::new);
    Plan empty = AmiRetentionPolicyStatusPlanBuilder.builder().build();
    AmiRetentionPolicy policy = new AmiRetentionPolicy();
    policy.setSpec(
        AmiRetentionPolicySpecBuilder.builder()
            .snapshotPrices(new SnapshotPricesSpec(null, Map.of(PLACE.region(), "0.05")))
            .build());
    Facts facts = RetentionScenario.withImages().facts();

    Plan plan = OrphanSummary.in(empty, shown(orphans(many)), policy, facts);
    assertThat(plan.orphanedSnapshots().count()).isEqualTo(30);
    assertThat(plan.orphanedSnapshots().gib()).isEqualTo(240);
    assertThat(plan.orphanedSnapshots().monthlyPrice()).isEqualTo("12.00 USD");
    assertThat(plan.orphanedSnapshots().delete()).isNull();
    assertThat(plan.orphanedSnapshots().snapshots()).hasSize(20);
    assertThat(plan.orphanedSnapshots().snapshots().getFirst().accountId())
        .isEqualTo(PLACE.accountId());
    assertThat(OrphanSummary.in(empty, OrphanPlan.NONE, policy, facts)).isEqualTo(empty);
  }

  /**
   * What cleaners took for left behind: snapshots of volumes and imports (hashicorp/packer#8116,
   * ministryofjustice/cloud-platform#7654).
   */
  @Test
  void leavesOutSnapshotsOfOtherTools() {
    assertThat(
            orphans(
                foreign(
                    "snap-csi", "Created by AWS EBS CSI driver for volume vol-0123456789abcdef0"),
                foreign("snap-import", "Created by AWS-VMImport service for import-ami-fgh3x"),
                foreign("snap-velero", "Velero backup of ami-gone"),
                foreign("snap-moved", "[Copied snap-1 from us-east-1] " + CREATED),
                foreign("snap-instance", "Created by CreateImage(i-0123456789abcdef0)")))
        .isEmpty();
  }

  /** Tools that copy snapshots to another region copy their descriptions, too. */
  @Test
  void leavesOutCopiesOfSnapshotsOfImagesElsewhere() {
    elsewhere.add("ami-gone");

    assertThat(orphans(foreign("snap-copy", CREATED))).isEmpty();
  }

  /** An object of a newer version, or tags that came with a copy from another region. */
  @Test
  void leavesOutWhatTagsProveNothingAbout() {
    assertThat(
            orphans(
                owned("snap-unknown", "AmiThing/images/gone"),
                snapshot(
                    "snap-copied",
                    CREATED,
                    Map.of(
                        "amioperator.dev/cluster",
                        CLUSTER.value(),
                        "amioperator.dev/resource",
                        "AmiImage/images/gone",
                        "amioperator.dev/made-as",
                        PLACE.accountId() + "/us-east-1/web"))))
        .isEmpty();
  }

  private static OrphanPlan shown(List<Orphan> orphans) {
    return new OrphanPlan(
        orphans.stream().map(orphan -> OrphanDecision.shown(orphan, orphan.message())).toList(),
        Map.of(),
        List.of(),
        List.of(),
        OrphanLedger.EMPTY);
  }

  private List<Orphan> orphans(Snapshot... snapshots) {
    EffectivePolicy policy = RetentionScenario.withImages().covering("images", allowed).policy();
    return new OrphanedSnapshots(
            policy,
            new DeclaredImages(CLUSTER, Set.of(), objects, Set.of(), Map.of()),
            recorded,
            Stream.concat(images.stream().map(Image::id), elsewhere.stream()).collect(toSet()),
            Map.of(PLACE, SnapshotUse.by(images)),
            NOW)
        .find(PLACE, List.of(snapshots));
  }

  @SafeVarargs
  private static Map<String, String>[] entries(Map<String, String>... tags) {
    return tags;
  }

  private static Image usingSnapshot(String snapshotId) {
    return withBlockDevices(
        List.of(new Image.BlockDevice("/dev/sda1", Optional.of(snapshotId), 8, false)),
        image("ami-user", 40));
  }

  private static Snapshot foreign(String id, String description) {
    return snapshot(id, description, Map.of("family", "web"));
  }

  private static Snapshot owned(String id, String resource) {
    return snapshot(
        id,
        "",
        Map.of("amioperator.dev/cluster", CLUSTER.value(), "amioperator.dev/resource", resource));
  }

  private static Snapshot snapshot(String id, String description, Map<String, String> tags) {
    return snapshot(
        id, description, tags, Optional.of(Duration.ofDays(9)), Snapshot.State.COMPLETED);
  }

  private static Snapshot aged(String id, Optional<Duration> age, Snapshot.State state) {
    return snapshot(id, CREATED, Map.of("family", "web"), age, state);
  }

  private static Snapshot snapshot(
      String id,
      String description,
      Map<String, String> tags,
      Optional<Duration> age,
      Snapshot.State state) {
    return new Snapshot(
        id,
        PLACE.accountId(),
        state,
        100,
        8,
        description,
        tags,
        Optional.empty(),
        new Snapshot.Creation(age.map(NOW::minus), Optional.empty(), Optional.empty(), ""),
        Optional.empty());
  }
}
